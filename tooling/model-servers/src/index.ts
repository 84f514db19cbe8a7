export { allInputTokens, allOutputTokens } from './draft';
export { openAi } from './openai';
export { type ModelServer, startModelServer } from './server';
export type { Behaviour, Bill, BilledRequest, ModelRequest, Protocol } from './types';
