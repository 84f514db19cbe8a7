import { defineHidden, isPlainPromise, whenCollected } from '@botanu/core/authoring';
import { asFields } from './fields';
import type { LlmCallSpan } from './llm-call';

type Parse = (...parameters: unknown[]) => unknown;

/**
 * Keeps a call open while a client of Stainless (openai, Anthropic, Groq) parses its response: `withResponse()` hands
 * out the raw response meanwhile, and its body has been read before what is in it is known. The promise itself is never
 * asked for anything.
 *
 * @param promise - What the client returned.
 * @param call - The call.
 * @returns The same object.
 */
export function holdWhileParsing<T>(promise: T, call: LlmCallSpan): T {
  const fields = asFields(promise);
  const parse = fields?.parseResponse;
  if (fields !== undefined && typeof parse === 'function') {
    defineHidden(fields, 'parseResponse', function parseResponse(this: unknown, ...parameters: unknown[]) {
      const release = call.hold();
      const parsed = (parse as Parse).apply(this, parameters);
      if (!isPlainPromise(parsed)) {
        release();
        return parsed;
      }
      return parsed.then(
        (value: unknown) => {
          call.readValue(value);
          release();
          return value;
        },
        (error: unknown) => {
          call.setError(error);
          release();
          throw error;
        },
      );
    });
    endWhenCollected(fields, call);
  }
  return promise;
}

/** In a scope of its own: what waits must not hold anything that reaches the promise, as its `parseResponse` may. */
function endWhenCollected(promise: object, call: LlmCallSpan): void {
  whenCollected(promise, () => call.onPromiseCollected());
}
