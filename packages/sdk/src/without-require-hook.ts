import { RequireInTheMiddleSingleton } from '@opentelemetry/instrumentation/build/src/platform/node/RequireInTheMiddleSingleton.js';

const NO_HOOK = { register: () => ({}) } as unknown as RequireInTheMiddleSingleton;

/**
 * Makes an instrumentation that hooks no `require`. The hook of `@opentelemetry/instrumentation` looks at each module
 * once, when it is first required, and all instrumentations of a process share it: were ours to start it, one that the
 * application makes later would never see what was required in between, `http` among it.
 *
 * @param create - Makes the instrumentation.
 */
export function withoutRequireHook<T>(create: () => T): T {
  const { getInstance } = RequireInTheMiddleSingleton;
  RequireInTheMiddleSingleton.getInstance = () => NO_HOOK;
  try {
    return create();
  } finally {
    RequireInTheMiddleSingleton.getInstance = getInstance;
  }
}
