/** The slot in which `@opentelemetry/api` 1.x keeps what was registered; absent where nothing was. */
const API_SLOT = Symbol.for('opentelemetry.js.api.1');

/** What can be registered. */
export type ApiGlobal = 'trace' | 'context' | 'propagation' | 'metrics' | 'diag';

type Slot = { version?: string } & Partial<Record<ApiGlobal, object>>;

type GlobalWithApi = typeof globalThis & { [API_SLOT]?: Slot };

function slot(): Slot | undefined {
  return (globalThis as GlobalWithApi)[API_SLOT];
}

/**
 * What is registered. The API has no question for that: its getters answer with proxies, and its setters log an
 * error where the place is taken.
 *
 * @param name - Which global.
 */
export function registered(name: ApiGlobal): object | undefined {
  return slot()?.[name];
}

/** Whether somebody has registered an OpenTelemetry global. */
export function isRegistered(name: ApiGlobal): boolean {
  return registered(name) !== undefined;
}

/** The version of the API copy that registered first; no other version can register anything. */
export function registeredApiVersion(): string | undefined {
  return slot()?.version;
}

/**
 * Puts something in the place of what is registered, whichever copy of the API registered it.
 *
 * @param name - Which global.
 * @param value - Its successor; undefined to leave the place empty.
 */
export function replaceRegistered(name: ApiGlobal, value: object | undefined): void {
  const current = slot();
  if (current !== undefined && value === undefined) {
    delete current[name];
  } else if (current !== undefined) {
    current[name] = value as object;
  }
}

/**
 * Calls a function while nothing is registered at all, and puts everything back.
 *
 * @param fn - Synchronous.
 */
export function withNothingRegistered<T>(fn: () => T): T {
  const holder = globalThis as GlobalWithApi;
  const saved = holder[API_SLOT];
  delete holder[API_SLOT];
  try {
    return fn();
  } finally {
    if (saved === undefined) {
      delete holder[API_SLOT];
    } else {
      holder[API_SLOT] = saved;
    }
  }
}

/** The name of a value's class, for people: bundlers may have changed it. */
export function classNameOf(value: object | undefined): string | undefined {
  return value === undefined ? undefined : value.constructor?.name || 'unnamed';
}
