import type { ClientName } from '../clients';
import type { Row } from '../types';
import { aiSdkRows } from './ai-sdk';
import { anthropicRows } from './anthropic';
import { bedrockRows } from './bedrock';
import { googleGenAiRows } from './google-genai';
import { langChainRows } from './langchain';
import { openAiRows } from './openai';
import { cohereRows, groqRows, mistralRows, ollamaRows } from './others';

/** The rows of each client. */
export const ROWS: Readonly<Record<ClientName, () => readonly Row[] | Promise<readonly Row[]>>> = {
  'openai-4': () => erase(openAiRows('openai-4')),
  'openai-5': () => erase(openAiRows('openai-5')),
  'openai-6': () => erase(openAiRows('openai-6')),
  'openai-7': () => erase(openAiRows('openai-7')),
  'anthropic-0': () => erase(anthropicRows('anthropic-0')),
  '@anthropic-ai/sdk': () => erase(anthropicRows('@anthropic-ai/sdk')),
  '@google/genai-2': () => erase(googleGenAiRows('@google/genai-2')),
  '@google/genai-3': () => erase(googleGenAiRows('@google/genai-3')),
  '@aws-sdk/client-bedrock-runtime': async () => erase(await bedrockRows()),
  'ai-6': () => erase(aiSdkRows('ai-6', '@ai-sdk/openai-3')),
  'ai-7': () => erase(aiSdkRows('ai-7', '@ai-sdk/openai-4')),
  'cohere-ai': () => erase(cohereRows()),
  '@mistralai/mistralai': () => erase(mistralRows()),
  'groq-sdk': () => erase(groqRows()),
  ollama: () => erase(ollamaRows()),
  '@langchain/openai': () => erase(langChainRows()),
};

/** Which client a row has is known to the row alone: its cases get what its `open` returned, and nothing else. */
function erase<Client>(rows: readonly Row<Client>[]): readonly Row[] {
  return rows as unknown as readonly Row[];
}
