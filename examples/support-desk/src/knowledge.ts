import './knowledge/telemetry';

import { createServer } from 'node:http';
import { disable } from '@botanu/sdk';
import { handleRequest } from './knowledge/handle-request';
import { serveUntilStopped } from './serve';

serveUntilStopped(createServer(handleRequest), disable);
