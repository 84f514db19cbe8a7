import type { Row } from '../types';
import { aiSdkRows } from './ai-sdk';
import { anthropicRows } from './anthropic';
import { bedrockRows } from './bedrock';
import { googleGenAiRows } from './google-genai';
import { langChainRows } from './langchain';
import { openAiRows } from './openai';
import { cohereRows, groqRows, mistralRows, ollamaRows } from './others';

/** One client of the matrix: the package that is installed here, the Node that it needs, its rows. */
export interface MatrixClient {
  readonly installedAs: string;
  readonly nodeMajor: 20 | 22;
  rows(): readonly Row[] | Promise<readonly Row[]>;
}

/** Which client a row has is known to the row alone: its cases get what its `open` returned, and nothing else. */
function erase<Client>(rows: readonly Row<Client>[]): readonly Row[] {
  return rows as unknown as readonly Row[];
}

/** The clients of the matrix, in the order of its table. */
export const CLIENTS: readonly MatrixClient[] = [
  { installedAs: 'openai-4', nodeMajor: 20, rows: () => erase(openAiRows('openai-4')) },
  { installedAs: 'openai-5', nodeMajor: 20, rows: () => erase(openAiRows('openai-5')) },
  { installedAs: 'openai-6', nodeMajor: 20, rows: () => erase(openAiRows('openai-6')) },
  { installedAs: 'openai-7', nodeMajor: 22, rows: () => erase(openAiRows('openai-7')) },
  { installedAs: 'anthropic-0', nodeMajor: 20, rows: () => erase(anthropicRows('anthropic-0')) },
  { installedAs: '@anthropic-ai/sdk', nodeMajor: 20, rows: () => erase(anthropicRows('@anthropic-ai/sdk')) },
  { installedAs: '@google/genai-2', nodeMajor: 20, rows: () => erase(googleGenAiRows('@google/genai-2')) },
  { installedAs: '@google/genai-3', nodeMajor: 22, rows: () => erase(googleGenAiRows('@google/genai-3')) },
  { installedAs: '@aws-sdk/client-bedrock-runtime', nodeMajor: 20, rows: async () => erase(await bedrockRows()) },
  { installedAs: 'ai-6', nodeMajor: 20, rows: () => erase(aiSdkRows('ai-6', '@ai-sdk/openai-3')) },
  { installedAs: 'ai-7', nodeMajor: 22, rows: () => erase(aiSdkRows('ai-7', '@ai-sdk/openai-4')) },
  { installedAs: 'cohere-ai', nodeMajor: 20, rows: () => erase(cohereRows()) },
  { installedAs: '@mistralai/mistralai', nodeMajor: 20, rows: () => erase(mistralRows()) },
  { installedAs: 'groq-sdk', nodeMajor: 20, rows: () => erase(groqRows()) },
  { installedAs: 'ollama', nodeMajor: 20, rows: () => erase(ollamaRows()) },
  { installedAs: '@langchain/openai', nodeMajor: 22, rows: () => erase(langChainRows()) },
];
