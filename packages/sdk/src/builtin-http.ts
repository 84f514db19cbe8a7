import { createRequire, syncBuiltinESMExports } from 'node:module';

type Patchable = Record<string, (...parameters: unknown[]) => unknown>;

/** One function that the HTTP instrumentation patches. */
interface Target {
  readonly holder: Patchable;
  readonly key: string;
  readonly original: Patchable[string] | undefined;
}

/**
 * Has `http` and `https` patched by the instrumentation that is being enabled, also for ES modules: they get
 * these modules without any `require`, and `require` is what the instrumentation hooks. One `require` of ours
 * patches the shared module objects, and the sync makes named imports see it.
 *
 * The patches can be taken out at any time, also when somebody has patched the same functions since: a patch
 * under a patch cannot be unwrapped, so ours is asked at each call whether it is still there.
 *
 * @param enable - Enables the instrumentation.
 * @returns Takes its patches out.
 */
export function patchBuiltinHttp(enable: () => void): () => void {
  const require = createRequire(process.execPath);
  const targets = findTargets(require);
  const state = { isOn: true };
  enable();
  require('node:http');
  require('node:https');
  const undo = targets.map((target) => makeSwitchable(target, state));
  syncBuiltinESMExports();
  return () => {
    state.isOn = false;
    for (const undoOne of undo) {
      undoOne();
    }
    syncBuiltinESMExports();
  };
}

function findTargets(require: NodeJS.Require): Target[] {
  return ['node:http', 'node:https'].flatMap((name) => {
    const module = require(name) as Patchable & { Server: { prototype: Patchable } };
    return [
      { holder: module, key: 'request', original: module.request },
      { holder: module, key: 'get', original: module.get },
      { holder: module.Server.prototype, key: 'emit', original: module.Server.prototype.emit },
    ];
  });
}

function makeSwitchable({ holder, key, original }: Target, state: { readonly isOn: boolean }): () => void {
  const patched = holder[key];
  if (patched === undefined || original === undefined || patched === original) {
    return () => {};
  }
  function switchable(this: unknown, ...parameters: unknown[]): unknown {
    return Reflect.apply(
      state.isOn ? (patched as Patchable[string]) : (original as Patchable[string]),
      this,
      parameters,
    );
  }
  const { enumerable = true } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
  const put = (value: unknown): void => {
    Object.defineProperty(holder, key, { value, enumerable, configurable: true, writable: true });
  };
  // Another instrumentation must not take ours for one of its own kind, and unwrap it.
  Object.defineProperty(switchable, 'name', { value: original.name, configurable: true });
  put(switchable);
  return () => {
    if (holder[key] === switchable) {
      put(original);
    }
  };
}
