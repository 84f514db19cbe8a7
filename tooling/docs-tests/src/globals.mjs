import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { answerModelRequest } from './model-server.mjs';

/** The application that the snippets take for granted: see globals.d.ts. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

const server = createServer((request, response) =>
  request.url?.startsWith('/v1/') ? answerModelRequest(request, response) : response.end('[]'),
).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
server.unref();

const serverUrl = `http://127.0.0.1:${server.address().port}`;
const require = createRequire(import.meta.url);

/** Loaded by the snippets that use one. */
function defineClient(name, create) {
  let client;
  Object.defineProperty(globalThis, name, {
    get: () => {
      client ??= create();
      return client;
    },
  });
}

defineClient('openai', () => {
  const { OpenAI } = require('openai');
  return new OpenAI({ apiKey: 'none', baseURL: `${serverUrl}/v1` });
});
defineClient('anthropic', () => {
  const { Anthropic } = require('@anthropic-ai/sdk');
  return new Anthropic({ apiKey: 'none', baseURL: serverUrl, maxRetries: 0 });
});

let isFirstCall = true;

Object.assign(globalThis, {
  flakyAgent: {
    answer: async (ticket) => {
      await pause();
      if (isFirstCall) {
        isFirstCall = false;
        throw new Error('overloaded');
      }
      return `Dear ${ticket.customerId}`;
    },
  },
  ticket: { id: 'ticket-42', customerId: 'acme', text: 'I forgot my password' },
  knowledgeUrl: serverUrl,
  agent: {
    search: async () => {
      await pause();
      return ['How to reset a password'];
    },
    answer: async (ticket, articles) => {
      await pause();
      return `Dear ${ticket.customerId}, ${articles.join(', ')}`;
    },
    index: pause,
  },
});
