import { existsSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type { FoundPackage } from './application-packages';

/** What an instrumentation asks for the hook of `require`. */
interface RequireHook {
  register(moduleName: string, onRequire: unknown): unknown;
}

type RequireHookClass = { getInstance(): RequireHook } & (new () => RequireHook);

/**
 * Makes instrumentations whose hooks are ours alone. All instrumentations of a process share one hook of `require`,
 * which looks at each module once, when it is first required: were ours to start it, one that the application makes later
 * would never see what was required in between. So ours get a hook of their own.
 *
 * Likewise with `import`: the loader that makes ES modules patchable is one of our own, knows nothing but the modules that
 * our instrumentations patch, and stands aside when they are switched off.
 */
export class ModuleHooks {
  readonly #requireHooks = new Map<RequireHookClass, RequireHook>();
  /** By the address of the loader: which modules to make patchable. */
  readonly #imports = new Map<string, Set<string>>();
  /** Shared with the thread in which loaders run. */
  readonly #switch = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /**
   * Calls a function that makes an instrumentation.
   *
   * @param base - The copy of `@opentelemetry/instrumentation` that it is built on.
   * @param create - Makes it.
   */
  create<T>(base: FoundPackage, create: () => T): T {
    const hookClass = requireHookClassOf(base);
    if (hookClass === undefined) {
      return create();
    }
    const { getInstance } = hookClass;
    hookClass.getInstance = () => this.#requireHookOf(hookClass);
    try {
      return create();
    } finally {
      hookClass.getInstance = getInstance;
    }
  }

  /**
   * Makes modules patchable for `import`, once {@link start} is called.
   *
   * @param base - The copy of `@opentelemetry/instrumentation` on which the instrumentation is built.
   * @param modules - What it patches.
   */
  include(base: FoundPackage, modules: readonly string[]): void {
    const loader = loaderOf(base);
    if (loader !== undefined) {
      const included = this.#imports.get(loader) ?? new Set();
      this.#imports.set(loader, new Set([...included, ...modules]));
    }
  }

  /** Registers the loaders. Workers share them with the main thread. */
  start(): void {
    Atomics.store(this.#switch, 0, 1);
    if (isMainThread) {
      for (const [loader, modules] of this.#imports) {
        register(`data:text/javascript,${encodeURIComponent(loaderSource(loader))}`, {
          data: { include: [...modules], isOn: this.#switch },
        });
      }
    }
  }

  /** A loader cannot be taken out: it hands everything on from here on. */
  stop(): void {
    Atomics.store(this.#switch, 0, 0);
  }

  #requireHookOf(hookClass: RequireHookClass): RequireHook {
    let hook = this.#requireHooks.get(hookClass);
    if (hook === undefined) {
      hook = new hookClass();
      this.#requireHooks.set(hookClass, hook);
    }
    return hook;
  }
}

/** Undefined where a version keeps it elsewhere: its instrumentations share the hook of the process then. */
function requireHookClassOf({ folder }: FoundPackage): RequireHookClass | undefined {
  const path = join(folder, 'build/src/platform/node/RequireInTheMiddleSingleton.js');
  return existsSync(path)
    ? (createRequire(path)(path).RequireInTheMiddleSingleton as RequireHookClass | undefined)
    : undefined;
}

/** Every copy of `@opentelemetry/instrumentation` has one of its own. */
const LOADER_PACKAGE = 'import-in-the-middle';

/** Older ones cannot be told to leave all other modules alone. */
const FIRST_LOADER_THAT_INCLUDES = [1, 11];

function loaderOf({ folder }: FoundPackage): string | undefined {
  const require = createRequire(join(folder, 'index.js'));
  const { version } = require(`${LOADER_PACKAGE}/package.json`) as { version: string };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [firstMajor = 0, firstMinor = 0] = FIRST_LOADER_THAT_INCLUDES;
  const isNewEnough = major > firstMajor || (major === firstMajor && minor >= firstMinor);
  return isNewEnough ? pathToFileURL(require.resolve(`${LOADER_PACKAGE}/hook.mjs`)).href : undefined;
}

/**
 * A copy of the loader in a state of its own: registered twice under one address, it would restrict the application's
 * loader to our modules. The flag is what it warns by, where the application registers its own.
 */
function loaderSource(loader: string): string {
  return `
    import * as hook from ${JSON.stringify(`${loader}?botanu`)};
    const FLAG = '__import_in_the_middle_initialized__';
    let isOn;
    export async function initialize(data) {
      isOn = data.isOn;
      const flag = globalThis[FLAG];
      globalThis[FLAG] = undefined;
      await hook.initialize({ include: data.include });
      globalThis[FLAG] = flag;
    }
    export function resolve(specifier, context, next) {
      return Atomics.load(isOn, 0) === 1 ? hook.resolve(specifier, context, next) : next(specifier, context);
    }
    export const load = hook.load;
  `;
}
