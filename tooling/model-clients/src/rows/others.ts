import { cohere, groq, mistral, ollama } from '@botanu-tooling/model-servers';
import type { Mistral } from '@mistralai/mistralai';
import type { CohereClientV2 } from 'cohere-ai';
import type Groq from 'groq-sdk';
import type { Ollama } from 'ollama';
import { standardCases } from '../standard-cases';
import type { Row } from '../types';

const messages = [{ role: 'user' as const, content: 'Where is my refund?' }];

/** Cohere's client, version 2 of the chat. */
export function cohereRows(): Row<CohereClientV2>[] {
  const model = 'command-a-03-2025';
  return [
    {
      api: 'chat (v2)',
      provider: 'cohere',
      model,
      operation: 'chat',
      protocol: cohere,
      leavesAfterEvents: 5,
      open: async ({ url }) => {
        const { CohereClientV2: Client } = await import('cohere-ai');
        return new Client({ token: 'test', environment: url });
      },
      cases: standardCases<CohereClientV2, AsyncIterable<unknown>>({
        create: (client) => client.chat({ model, messages }),
        stream: {
          open: (client, abortSignal) => client.chatStream({ model, messages }, { abortSignal }),
          few: 5,
        },
      }),
    },
  ];
}

/** Mistral's client. */
export function mistralRows(): Row<Mistral>[] {
  const model = 'mistral-small-latest';
  return [
    {
      api: 'chat.complete',
      provider: 'mistral',
      model,
      operation: 'chat',
      protocol: mistral,
      retriesAtRandom: true,
      open: async ({ url }) => {
        const { Mistral: Client } = await import('@mistralai/mistralai');
        const backoff = { initialInterval: 1000, maxInterval: 1000, exponent: 1, maxElapsedTime: 2500 };
        const retryConfig = { strategy: 'backoff' as const, backoff, retryConnectionErrors: false };
        return new Client({ apiKey: 'test', serverURL: url, retryConfig });
      },
      cases: standardCases<Mistral, AsyncIterable<unknown>>({
        create: (client) => client.chat.complete({ model, messages }),
        stream: {
          open: (client, signal) => client.chat.stream({ model, messages }, { fetchOptions: { signal } }),
        },
      }),
    },
  ];
}

/** Groq's client. */
export function groqRows(): Row<Groq>[] {
  const model = 'openai/gpt-oss-20b';
  return [
    {
      api: 'chat.completions',
      provider: 'groq',
      model,
      operation: 'chat',
      protocol: groq,
      wrapper: 'instrumentOpenAI',
      open: async ({ url }) => {
        const { default: Client } = await import('groq-sdk');
        return new Client({ apiKey: 'test', baseURL: url });
      },
      cases: standardCases<Groq, AsyncIterable<unknown>>({
        create: (client) => client.chat.completions.create({ model, messages }),
        stream: {
          open: (client, signal) =>
            client.chat.completions.create({ model, messages, stream: true }, { signal }),
        },
      }),
    },
  ];
}

/** Ollama's client; it takes no signal, and its model has no prompt cache that it tells of. */
export function ollamaRows(): Row<Ollama>[] {
  const model = 'llama3.2';
  return [
    {
      api: 'chat',
      provider: 'ollama',
      model,
      operation: 'chat',
      protocol: ollama,
      open: async ({ url }) => {
        const { Ollama: Client } = await import('ollama');
        return new Client({ host: url });
      },
      cases: standardCases<Ollama, AsyncIterable<unknown>>({
        create: (client) => client.chat({ model, messages }),
        stream: {
          open: (client) => client.chat({ model, messages, stream: true }),
          abort: (_opened, client) => client.abort(),
        },
        hasPromptCache: false,
      }),
    },
  ];
}
