import { googleGenAi } from '@botanu-tooling/model-servers';
import type { GoogleGenAI } from '@google/genai-3';
import { standardCases } from '../standard-cases';
import type { Row } from '../types';

const MODEL = 'gemini-2.5-flash';
const question = { model: MODEL, contents: 'Where is my refund?' };

/** The rows of one version of Google's client. */
export function googleGenAiRows(installedAs: string): Row<GoogleGenAI>[] {
  const shared = {
    model: MODEL,
    operation: 'generate_content',
    protocol: googleGenAi,
    wrapper: 'instrumentGoogleGenAI',
    tellsInputFirst: true,
    provider: 'gemini',
  };
  const open =
    (isVertex: boolean): Row<GoogleGenAI>['open'] =>
    async ({ url }) => {
      const { GoogleGenAI: Client } = (await import(installedAs)) as { GoogleGenAI: typeof GoogleGenAI };
      const retryOptions = { attempts: 3, initialDelay: 0.01 };
      return new Client({ vertexai: isVertex, apiKey: 'test', httpOptions: { baseUrl: url, retryOptions } });
    };
  const cases = standardCases<GoogleGenAI, AsyncIterable<unknown>>({
    create: (client) => client.models.generateContent(question),
    stream: {
      open: (client, abortSignal) =>
        client.models.generateContentStream({ ...question, config: { abortSignal } }),
    },
  });
  return [
    { ...shared, api: 'models.generateContent', open: open(false), cases, behaviour },
    { ...shared, api: 'models.generateContent (Vertex AI)', open: open(true), cases },
  ];
}

const behaviour: Row<GoogleGenAI>['behaviour'] & object = {
  'what generateContent returns': async ({ client }) => {
    const response = await client.models.generateContent(question);
    return { className: response.constructor.name, text: response.text, calls: response.functionCalls };
  },
  'a chat with two turns': async ({ client }) => {
    const chat = client.chats.create({ model: MODEL });
    const first = await chat.sendMessage({ message: 'Where is my refund?' });
    const second = await chat.sendMessage({ message: 'When?' });
    return { first: first.text, second: second.text, history: chat.getHistory() };
  },
  'a streamed chat': async ({ client }) => {
    const chat = client.chats.create({ model: MODEL });
    const texts: unknown[] = [];
    for await (const chunk of await chat.sendMessageStream({ message: 'Where is my refund?' })) {
      texts.push(chunk.text);
    }
    return { texts, history: chat.getHistory() };
  },
};
