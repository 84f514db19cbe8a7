import { openAi } from '@botanu-tooling/model-servers';
import type { ChatOpenAI } from '@langchain/openai';
import { standardCases } from '../standard-cases';
import type { Row } from '../types';

const MODEL = 'gpt-5-mini';

/** LangChain's model of OpenAI; what it returns are LangChain's messages. */
export function langChainRows(): Row<ChatOpenAI>[] {
  const open =
    (useResponsesApi: boolean): Row<ChatOpenAI>['open'] =>
    async ({ url }) => {
      const { ChatOpenAI: Model } = await import('@langchain/openai');
      const configuration = { baseURL: `${url}/v1` };
      return new Model({ model: MODEL, apiKey: 'test', configuration, useResponsesApi, maxRetries: 1 });
    };
  const cases = standardCases<ChatOpenAI, AsyncIterable<unknown>>({
    create: (model) => model.invoke('Where is my refund?'),
    stream: { open: (model, signal) => model.stream('Where is my refund?', { signal }) },
  });
  const shared = { provider: 'openai', model: MODEL, operation: 'chat', protocol: openAi, cases };
  return [
    { ...shared, api: 'ChatOpenAI (chat completions)', open: open(false) },
    { ...shared, api: 'ChatOpenAI (responses)', open: open(true), leavesAfterEvents: 6 },
  ];
}
