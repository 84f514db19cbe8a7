import { createRequire, syncBuiltinESMExports } from 'node:module';
import { isWrapped } from '@opentelemetry/instrumentation';

type Patchable = Record<string, (...parameters: unknown[]) => unknown>;

/** `http` or `https`. */
type HttpModule = Patchable & { readonly Server: { readonly prototype: Patchable } };

/** One function that the HTTP instrumentation patches. */
interface Target {
  readonly holder: Patchable;
  readonly key: string;
  readonly original: Patchable[string] | undefined;
}

/** How an instrumentation patches one module. */
export interface ModulePatch {
  /** The module's name. @example `https` */
  readonly name: string;
  readonly patch?: (module: HttpModule, moduleVersion?: string) => unknown;
}

/**
 * Patches `http` and `https` themselves, at once. An instrumentation alone waits for a `require` of them, which an ES
 * module never makes; and were it to hook `require` first, an instrumentation that the application registers later would
 * never see these modules.
 *
 * The patches can be taken out at any time, also when somebody has patched the same functions since: a patch under a
 * patch cannot be unwrapped, so ours is asked at each call whether it is still there. A module that another
 * instrumentation has patched already is left to it.
 *
 * @param patches - How the instrumentation patches each module.
 * @returns Takes the patches out.
 */
export function patchBuiltinHttp(patches: readonly ModulePatch[]): () => void {
  const require = createRequire(process.execPath);
  const state = { isOn: true };
  const undo = patches.flatMap(({ name, patch }) => {
    const module = require(`node:${name}`) as HttpModule;
    if (isWrapped(module.request)) {
      return [];
    }
    const targets = targetsOf(module);
    patch?.(module);
    return targets.map((target) => makeSwitchable(target, state));
  });
  syncBuiltinESMExports();
  return () => {
    state.isOn = false;
    for (const undoOne of undo) {
      undoOne();
    }
    syncBuiltinESMExports();
  };
}

/**
 * Requires `http` and `https`, for an instrumentation of the application that waits for that: an ES module never does it,
 * and a tracer that was loaded first has done it already.
 */
export function requireBuiltinHttp(): void {
  const require = createRequire(process.execPath);
  require('node:http');
  require('node:https');
  syncBuiltinESMExports();
}

function targetsOf(module: HttpModule): Target[] {
  const { prototype } = module.Server;
  return [
    { holder: module, key: 'request', original: module.request },
    { holder: module, key: 'get', original: module.get },
    { holder: prototype, key: 'emit', original: prototype.emit },
  ];
}

function makeSwitchable({ holder, key, original }: Target, state: { readonly isOn: boolean }): () => void {
  const patched = holder[key];
  if (patched === undefined || original === undefined || patched === original) {
    return () => {};
  }
  const { enumerable = true } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
  const put = (value: unknown): void => {
    Object.defineProperty(holder, key, { value, enumerable, configurable: true, writable: true });
  };
  const switchable = createSwitchable(patched, original, state);
  put(switchable);
  return () => {
    if (holder[key] === switchable) {
      put(original);
    }
  };
}

/** It must not look like a patch: another instrumentation would unwrap it. */
function createSwitchable(
  patched: Patchable[string],
  original: Patchable[string],
  state: { readonly isOn: boolean },
): Patchable[string] {
  function switchable(this: unknown, ...parameters: unknown[]): unknown {
    return Reflect.apply(state.isOn ? patched : original, this, parameters);
  }
  Object.defineProperty(switchable, 'name', { value: original.name, configurable: true });
  Object.defineProperty(switchable, 'length', { value: original.length, configurable: true });
  return switchable;
}
