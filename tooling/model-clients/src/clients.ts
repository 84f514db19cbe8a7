/** The clients of the matrix as they are installed here, in the order of its table, and the Node that each needs. */
export const CLIENTS = {
  'openai-4': 20,
  'openai-5': 20,
  'openai-6': 20,
  'openai-7': 22,
  'anthropic-0': 20,
  '@anthropic-ai/sdk': 20,
  '@google/genai-2': 20,
  '@google/genai-3': 22,
  '@aws-sdk/client-bedrock-runtime': 20,
  'ai-6': 20,
  'ai-7': 22,
  'cohere-ai': 20,
  '@mistralai/mistralai': 20,
  'groq-sdk': 20,
  ollama: 20,
  '@langchain/openai': 22,
} as const satisfies Readonly<Record<string, 20 | 22>>;

/** A client of the matrix. */
export type ClientName = keyof typeof CLIENTS;
