import { ATTR_BOTANU_BYTES_TRANSFERRED, ATTR_BOTANU_CLOUD_PROVIDER } from '@botanu/core/semconv';
import type { Attributes, SpanKind } from '@opentelemetry/api';
import { CLOUD_KEYS, cloudOfAttributeName, cloudProviderOf } from './cloud-provider';
import { BYTES_KEYS, transferredBytesOf } from './transferred-bytes';

/** What is read of a span. The spans of OpenTelemetry SDK 1.x, 2.x and 3.x all have it. */
export interface CostedSpan {
  /** The span's kind. */
  readonly kind: SpanKind;
  /** The attributes that it has. */
  readonly attributes: Attributes;
}

/** Attributes from which something can be inferred. */
const TELLING_KEYS: ReadonlySet<string> = new Set([...CLOUD_KEYS, ...BYTES_KEYS]);

/** Beginnings of the names that spans of model calls have: OpenTelemetry's, OpenInference's, Vercel AI's. */
const MODEL_PREFIXES = ['gen_ai.', 'llm.', 'ai.'] as const;

/** What agents put on every span inside, calls of databases included. */
const CONVERSATION_PREFIXES = ['gen_ai.conversation.', 'gen_ai.agent.'] as const;

/**
 * Infers from a span's attributes what the resource that it used costs by: `botanu.cloud_provider` and
 * `botanu.bytes_transferred`. Only what is not on the span yet; nothing for a model call, which is paid by the
 * token. The span is not changed.
 *
 * @param span - A span that ends, or has ended.
 * @returns What to add; undefined where there is nothing.
 * @example
 * ```ts
 * import { SpanKind } from '@opentelemetry/api';
 *
 * const attributes = { 'messaging.system': 'aws_sqs' };
 * console.log(inferResourceCost({ kind: SpanKind.PRODUCER, attributes })); // { 'botanu.cloud_provider': 'aws' }
 * ```
 */
export function inferResourceCost(span: CostedSpan): Attributes | undefined {
  const { attributes, kind } = span;
  if (!isTelling(attributes) || isModelCall(attributes)) {
    return undefined;
  }
  const provider =
    attributes[ATTR_BOTANU_CLOUD_PROVIDER] === undefined ? cloudProviderOf(attributes, kind) : undefined;
  const bytes =
    attributes[ATTR_BOTANU_BYTES_TRANSFERRED] === undefined ? transferredBytesOf(attributes) : undefined;
  if (provider === undefined && bytes === undefined) {
    return undefined;
  }
  const inferred: Attributes = {};
  if (provider !== undefined) {
    inferred[ATTR_BOTANU_CLOUD_PROVIDER] = provider;
  }
  if (bytes !== undefined) {
    inferred[ATTR_BOTANU_BYTES_TRANSFERRED] = bytes;
  }
  return inferred;
}

/** Most spans tell nothing: they must cost no more than this loop. */
function isTelling(attributes: Attributes): boolean {
  for (const key in attributes) {
    if (TELLING_KEYS.has(key) || cloudOfAttributeName(key) !== undefined) {
      return true;
    }
  }
  return false;
}

function isModelCall(attributes: Attributes): boolean {
  for (const key in attributes) {
    if (beginsWithOneOf(key, MODEL_PREFIXES) && !beginsWithOneOf(key, CONVERSATION_PREFIXES)) {
      return true;
    }
  }
  return false;
}

function beginsWithOneOf(key: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => key.startsWith(prefix));
}
