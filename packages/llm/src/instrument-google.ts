import { type Fields, textOf } from './fields';
import { type DescribeCall, instrumentMethod } from './instrument-method';
import { type InstrumentOptions, partOf } from './instrument-openai';
import { ModelOperation } from './operation';
import { normalizeProvider } from './provider';

/**
 * The methods that send one request each. Where a client has those ending in `Internal`, they are the ones: the public
 * method calls them several times when it runs functions by itself, and returns the usage of the last alone.
 */
const METHODS: readonly (readonly [names: readonly string[], operation: ModelOperation])[] = [
  [['generateContentInternal', 'generateContent'], ModelOperation.GENERATE_CONTENT],
  [['generateContentStreamInternal', 'generateContentStream'], ModelOperation.GENERATE_CONTENT],
  [['embedContent'], ModelOperation.EMBEDDINGS],
  [['generateImages'], ModelOperation.IMAGE_GENERATION],
  [['editImage'], ModelOperation.IMAGE_EDIT],
];

/**
 * Tracks the calls of a `@google/genai` client, in place: models and chats, streamed or not. The client stays the same
 * object, with all its methods. Wrapping twice is once.
 *
 * @param client - The client, for the Gemini API or for Vertex.
 * @param options - Who is called, where that is neither.
 * @returns The same client.
 * @example
 * ```ts
 * import { GoogleGenAI } from '@google/genai';
 *
 * const ai = instrumentGoogleGenAI(new GoogleGenAI({ apiKey: 'a key' }));
 * console.log(ai instanceof GoogleGenAI); // true
 * ```
 */
export function instrumentGoogleGenAI<Client extends object>(
  client: Client,
  options: InstrumentOptions = {},
): Client {
  const provider = normalizeProvider(options.provider ?? 'google');
  const models = partOf(client, ['models']);
  for (const [names, operation] of METHODS) {
    const describe: DescribeCall = ({ model }) => ({ provider, operation, model: textOf(model) });
    instrumentMethod(models, names.find((name) => hasMethod(models, name)) ?? '', describe);
  }
  return client;
}

function hasMethod(owner: Fields | undefined, name: string): boolean {
  return typeof owner?.[name] === 'function';
}
