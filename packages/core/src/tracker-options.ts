import { warnOnce } from './safely';

/** What a call is told of in place of a name that is missing. */
const UNKNOWN = 'unknown';

/**
 * Refuses, at the first call, what a developer has to write otherwise: options that are none, or that lack a key.
 * A key that is there with `undefined` is a matter of run time: see {@link toCallName}.
 *
 * @param tracker - The function. @example `trackDbOperation`
 * @param usage - How it is written.
 * @param options - What the caller gave.
 * @param keys - The keys that must be written.
 * @throws TypeError with what to write instead.
 * @example
 * ```ts
 * const usage = "trackDbOperation({ system: 'postgresql' }, fn)";
 * try {
 *   assertTrackerOptions('trackDbOperation', usage, {}, ['system']);
 * } catch (error) {
 *   console.log((error as Error).message.split('.')[0]); // trackDbOperation() needs "system"
 * }
 * ```
 */
export function assertTrackerOptions(
  tracker: string,
  usage: string,
  options: unknown,
  keys: readonly string[],
): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${tracker}() needs its options first. Write ${usage}.`);
  }
  for (const key of keys) {
    if (!(key in options)) {
      throw new TypeError(
        `${tracker}() needs "${key}". Write ${usage}. Where it is not known, say so: ${key}: undefined.`,
      );
    }
  }
}

/**
 * Refuses a tracker's second argument where it is no function.
 *
 * @param tracker - The function. @example `trackDbOperation`
 * @param usage - How it is written.
 * @param fn - What the caller gave.
 * @throws TypeError with what to write instead.
 * @example
 * ```ts
 * const usage = "trackDbOperation({ system: 'postgresql' }, fn)";
 * assertTrackedFunction('trackDbOperation', usage, () => agent.search(ticket.text));
 * ```
 */
export function assertTrackedFunction(tracker: string, usage: string, fn: unknown): void {
  if (typeof fn !== 'function') {
    throw new TypeError(`${tracker}() needs the function to run as its second argument. Write ${usage}.`);
  }
}

/**
 * The text that a call is named by. One that is missing is `unknown`, with one warning.
 *
 * @param value - What the caller gave.
 * @param tracker - The function, for the warning.
 * @param key - The option, for the warning.
 * @example
 * ```ts
 * console.log(toCallName('select', 'trackDbOperation', 'operation')); // select
 * console.log(toCallName(undefined, 'trackDbOperation', 'operation')); // unknown
 * ```
 */
export function toCallName(value: unknown, tracker: string, key: string): string {
  if (typeof value === 'string' && value !== '') {
    return value;
  }
  warnOnce(
    'BOTANU_INVALID_ARGUMENT',
    `${tracker}() was called without a usable ${key}; it is written as "${UNKNOWN}". Pass a short constant text.`,
    `${tracker}.${key}`,
  );
  return UNKNOWN;
}
