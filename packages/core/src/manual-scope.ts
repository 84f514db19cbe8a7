import { callInContext } from './call-in-context';
import { whenCollected } from './collected';
import { SUCCESS } from './completion';
import { warnOnce } from './safely';
import type { SpanScope } from './span-scope';
import type { ManualScope } from './types';

const FAILURE_WITHOUT_ERROR = { isError: true, error: undefined } as const;

/** A scope that nobody will end any more is ended as a failure, with one warning per name. */
function endWhenCollected(scope: ManualScope, name: string, spanScope: SpanScope): void {
  whenCollected(scope, () => {
    if (!spanScope.isEnded) {
      warnOnce('BOTANU_SCOPE_NOT_ENDED', `"${name}" was never ended: call end() or fail(error).`, name);
      spanScope.end(FAILURE_WITHOUT_ERROR);
    }
  });
}

/**
 * A span's life in the hands of code that cannot be a callback.
 *
 * @param name - For the warning where it is never ended.
 * @param spanScope - The span's life.
 * @param isCompleted - Whether something else than `end()` has said how it went, when it is disposed of.
 * @returns The scope, without what a particular kind of scope adds.
 * @example
 * ```ts
 * const span = startSpan('chat gpt-4o', { kind: SpanKind.CLIENT }, ROOT_CONTEXT);
 * const scope = new SpanScope(ROOT_CONTEXT, span, () => span.end());
 * const manual = createManualScope('chat gpt-4o', scope, () => false);
 * console.log(manual.with(() => 7)); // 7
 * manual.end();
 * ```
 */
export function createManualScope(
  name: string,
  spanScope: SpanScope,
  isCompleted: () => boolean,
): ManualScope {
  const { context } = spanScope;
  const dispose = (): void => spanScope.end(isCompleted() ? SUCCESS : FAILURE_WITHOUT_ERROR);
  const scope: ManualScope = {
    with: (fn) => callInContext(context, fn),
    end: () => spanScope.end(SUCCESS),
    fail: (error) => spanScope.end({ isError: true, error }),
    [Symbol.dispose]: dispose,
    [Symbol.asyncDispose]: async () => dispose(),
  };
  endWhenCollected(scope, name, spanScope);
  return scope;
}
