import './knowledge/telemetry';

import { createServer } from 'node:http';
import { disable } from '@botanu/sdk';
import { handleRequest } from './knowledge/handle-request';
import { KnowledgeBase } from './knowledge/knowledge-base';
import { serveUntilStopped } from './serve';

async function main(): Promise<void> {
  const knowledge = await KnowledgeBase.open();
  const server = createServer((request, response) => {
    handleRequest(knowledge, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  serveUntilStopped(server, disable);
}

void main();
