import { asFields, type Fields, textOf } from './fields';
import { type DescribeCall, instrumentCopies, instrumentMethod } from './instrument-method';
import { ModelOperation } from './operation';
import { normalizeProvider } from './provider';
import { providerOfUrl } from './provider-of-url';

/** What every wrapper of a client takes. */
export interface InstrumentOptions {
  /**
   * Who is called, in any usual spelling.
   * @defaultValue whoever the client's address belongs to, else whom the client is made for
   */
  readonly provider?: string | undefined;
}

/** The methods that send a request, by where they are in the client. All others (`parse`, `stream`) call these. */
const METHODS: readonly (readonly [path: readonly string[], method: string, operation: ModelOperation])[] = [
  [['chat', 'completions'], 'create', ModelOperation.CHAT],
  [['responses'], 'create', ModelOperation.CHAT],
  [['responses'], 'compact', ModelOperation.CHAT],
  [['completions'], 'create', ModelOperation.TEXT_COMPLETION],
  [['embeddings'], 'create', ModelOperation.EMBEDDINGS],
  [['images'], 'generate', ModelOperation.IMAGE_GENERATION],
  [['images'], 'edit', ModelOperation.IMAGE_EDIT],
  [['images'], 'createVariation', ModelOperation.IMAGE_EDIT],
  [['audio', 'transcriptions'], 'create', ModelOperation.SPEECH_TO_TEXT],
  [['audio', 'translations'], 'create', ModelOperation.SPEECH_TO_TEXT],
  [['audio', 'speech'], 'create', ModelOperation.TEXT_TO_SPEECH],
  [['moderations'], 'create', ModelOperation.MODERATION],
];

/** What OpenAI takes where a request names no model. */
const DEFAULT_MODELS: Readonly<Record<string, string>> = {
  [ModelOperation.MODERATION]: 'omni-moderation-latest',
  [ModelOperation.IMAGE_EDIT]: 'dall-e-2',
  [ModelOperation.IMAGE_GENERATION]: 'dall-e-2',
};

/**
 * Tracks the calls of an `openai` client (4 to 7), or of one of the same make (`AzureOpenAI`, `groq-sdk`), in place: the
 * client stays the same object, with all its methods, `.withResponse()`, `.asResponse()`, helpers and retries. Requests
 * are never changed. What another instrumentation has wrapped already is left to it. Wrapping twice is once.
 *
 * For code in which `import` and `require` hooks cannot work: bundled code, edge functions, ES modules.
 *
 * @param client - The client.
 * @param options - Who is called, where the client's address does not tell.
 * @returns The same client.
 * @example
 * ```ts
 * const client = instrumentOpenAI(openai);
 * const completion = await client.chat.completions.create({
 *   model: 'gpt-4o',
 *   messages: [{ role: 'user', content: ticket.text }],
 * });
 * console.log(completion.choices.length, client === openai); // 1 true
 * ```
 */
export function instrumentOpenAI<Client extends object>(
  client: Client,
  options: InstrumentOptions = {},
): Client {
  const { baseURL } = client as Fields;
  const provider = options.provider ? normalizeProvider(options.provider) : providerOfUrl(baseURL, 'openai');
  for (const [path, method, operation] of METHODS) {
    const describe: DescribeCall = ({ model }) => ({
      provider,
      operation,
      model: textOf(model) ?? DEFAULT_MODELS[operation],
    });
    instrumentMethod(partOf(client, path), method, describe);
  }
  instrumentCopies(client, (copy) => instrumentOpenAI(copy, options));
  return client;
}

/**
 * A part of a client.
 *
 * @param client - The client.
 * @param path - The names that lead there.
 * @returns Undefined where the client has none.
 */
export function partOf(client: object, path: readonly string[]): Fields | undefined {
  return path.reduce<Fields | undefined>((part, name) => asFields(part?.[name]), client as Fields);
}
