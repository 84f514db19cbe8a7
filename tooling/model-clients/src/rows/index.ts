import type { Row } from '../types';
import { openAiRows } from './openai';

/** The clients of the matrix, and the rows of each. */
export const ROWS: Readonly<Record<string, () => readonly Row[]>> = {
  'openai-4': () => openAiRows('openai-4') as Row[],
  'openai-5': () => openAiRows('openai-5') as Row[],
  'openai-6': () => openAiRows('openai-6') as Row[],
  'openai-7': () => openAiRows('openai-7') as Row[],
};
