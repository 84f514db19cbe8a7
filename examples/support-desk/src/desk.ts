import './desk/telemetry';

import { createServer } from 'node:http';
import { disable } from '@botanu/sdk';
import OpenAI from 'openai';
import { createApp } from './desk/app';
import { KnowledgeClient } from './desk/knowledge-client';
import { SupportDesk } from './desk/support-desk';
import { serveUntilStopped } from './serve';

/** The client reads `OPENAI_BASE_URL` and `OPENAI_API_KEY` by itself. */
const desk = new SupportDesk(new OpenAI(), new KnowledgeClient(process.env.KNOWLEDGE_URL ?? ''));

serveUntilStopped(createServer(createApp(desk)), disable);
