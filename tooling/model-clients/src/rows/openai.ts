import { openAi } from '@botanu-tooling/model-servers';
import type OpenAI from 'openai-6';
import type { AzureOpenAI } from 'openai-6';
import { standardCases } from '../standard-cases';
import type { CaseName, Row } from '../types';
import { behaviourFrom5, chatBehaviour, MODEL, question, withUsage } from './openai-behaviour';

const IMAGE_MODEL = 'gpt-image-1';
const AUDIO_MODEL = 'gpt-4o-transcribe';
const input = { model: MODEL, input: 'Where is my refund?' };

/** The rows of one version of the `openai` client; all versions share the API that is used here. */
export function openAiRows(installedAs: string): Row<OpenAI>[] {
  const shared = {
    provider: 'openai',
    model: MODEL,
    protocol: openAi,
    wrapper: 'instrumentOpenAI',
    open: async (server: { url: string }) => {
      const { default: Client } = (await import(installedAs)) as { default: typeof OpenAI };
      return new Client({ baseURL: `${server.url}/v1`, apiKey: 'test' });
    },
  };
  const behaviour = installedAs === 'openai-4' ? chatBehaviour : { ...chatBehaviour, ...behaviourFrom5 };
  const azure = {
    ...shared,
    api: 'chat.completions (AzureOpenAI)',
    provider: 'azure_openai',
    operation: 'chat',
    cases: chatCases,
    open: async ({ url }: { url: string }) => {
      const { AzureOpenAI: Client } = (await import(installedAs)) as { AzureOpenAI: typeof AzureOpenAI };
      return new Client({ baseURL: `${url}/openai`, apiKey: 'test', apiVersion: '2025-04-01-preview' });
    },
  };
  return [
    { ...shared, api: 'chat.completions', operation: 'chat', cases: chatCases, behaviour },
    azure,
    { ...shared, api: 'responses', operation: 'chat', cases: responsesCases, leavesAfterEvents: 8 },
    { ...shared, api: 'completions', operation: 'text_completion', cases: completionCases },
    { ...shared, api: 'embeddings', operation: 'embeddings', cases: embeddingsCases },
    {
      ...shared,
      api: 'images.generate',
      operation: 'image_generation',
      model: IMAGE_MODEL,
      cases: imageCases,
    },
    // Version 4 sends a form as a stream, which it cannot send again: it never comes back from a second attempt.
    {
      ...shared,
      api: 'audio.transcriptions',
      operation: 'speech_to_text',
      model: AUDIO_MODEL,
      cases: installedAs === 'openai-4' ? only(['plain'], audioCases) : audioCases,
    },
  ];
}

const chatCases = standardCases<OpenAI, AsyncIterable<unknown>>({
  create: (client) => client.chat.completions.create(question),
  stream: {
    open: (client, signal) => client.chat.completions.create({ ...question, ...withUsage }, { signal }),
  },
});

const responsesCases = standardCases<OpenAI, AsyncIterable<unknown>>({
  create: (client) => client.responses.create(input),
  stream: {
    open: (client, signal) => client.responses.create({ ...input, stream: true }, { signal }),
    few: 8,
  },
});

const prompt = { model: MODEL, prompt: 'Where is my refund?' };

const completionCases = only(
  ['plain', 'streamed', '429', '500'],
  standardCases<OpenAI, AsyncIterable<unknown>>({
    create: (client) => client.completions.create(prompt),
    stream: { open: (client, signal) => client.completions.create({ ...prompt, ...withUsage }, { signal }) },
  }),
);

const embeddingsCases = inOnePiece((client) =>
  client.embeddings.create({ model: MODEL, input: 'Where is my refund?' }),
);

const imageCases = inOnePiece((client) =>
  client.images.generate({ model: IMAGE_MODEL, prompt: 'A parcel on its way' }),
);

const audioCases = inOnePiece((client) =>
  client.audio.transcriptions.create({ model: AUDIO_MODEL, file: new File(['sound'], 'question.wav') }),
);

/** An API that neither streams nor calls tools. */
function inOnePiece(create: (client: OpenAI) => Promise<unknown>): Row<OpenAI>['cases'] {
  return only(['plain', '429', '500'], standardCases<OpenAI, never>({ create }));
}

function only(names: readonly CaseName[], cases: Row<OpenAI>['cases']): Row<OpenAI>['cases'] {
  return Object.fromEntries(names.map((name) => [name, cases[name]]));
}
