import { getRuntime } from '@botanu/core/authoring';
import { trace } from '@opentelemetry/api';
import { asFields, type Fields, textOf } from './fields';
import { type DescribeCall, instrumentCopies, instrumentMethod } from './instrument-method';
import { type InstrumentOptions, partOf } from './instrument-openai';
import { ModelOperation } from './operation';
import { normalizeProvider } from './provider';
import { providerOfUrl } from './provider-of-url';

/**
 * Tracks the calls of an `@anthropic-ai/sdk` client, or of Anthropic's clients for Bedrock and Vertex, in place: the
 * client stays the same object, with all its methods, `.withResponse()`, `messages.stream()`, tool runners and retries.
 * Wrapping twice is once.
 *
 * From version 1 on the client makes a span of its own for each call. Where those go to the same provider as botanu's,
 * they record the usage, and nothing is added.
 *
 * @param client - The client.
 * @param options - Who is called, where the client's address does not tell.
 * @returns The same client.
 * @example
 * ```ts
 * import { Anthropic } from '@anthropic-ai/sdk';
 *
 * const client = instrumentAnthropic(new Anthropic({ apiKey: 'a key' }));
 * console.log(client instanceof Anthropic); // true
 * ```
 */
export function instrumentAnthropic<Client extends object>(
  client: Client,
  options: InstrumentOptions = {},
): Client {
  if (recordsItself(client as Fields)) {
    return client;
  }
  const { baseURL } = client as Fields;
  const provider = options.provider
    ? normalizeProvider(options.provider)
    : providerOfUrl(baseURL, 'anthropic');
  const describe =
    (operation: ModelOperation): DescribeCall =>
    ({ model }) => ({ provider, operation, model: textOf(model) });
  instrumentMethod(partOf(client, ['messages']), 'create', describe(ModelOperation.CHAT));
  instrumentMethod(partOf(client, ['beta', 'messages']), 'create', describe(ModelOperation.CHAT));
  instrumentMethod(partOf(client, ['completions']), 'create', describe(ModelOperation.TEXT_COMPLETION));
  instrumentCopies(client, (copy) => instrumentAnthropic(copy, options));
  return client;
}

/** Whether the client's own spans (`anthropic.messages.create`) are on, and end where ours do. */
function recordsItself(client: Fields): boolean {
  const { tracerProvider } = asFields(client.openTelemetry) ?? {};
  const goesElsewhere = tracerProvider !== undefined && tracerProvider !== trace.getTracerProvider();
  return (
    asFields(client._tracer) !== undefined && !goesElsewhere && getRuntime().tracerProvider === undefined
  );
}
