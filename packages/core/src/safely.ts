import { diag } from '@opentelemetry/api';
import { getRuntime } from './runtime';

/**
 * The warnings of botanu: each code is stable and has a paragraph in `docs/warnings.md`.
 * @example
 * ```ts
 * const code: WarningCode = 'BOTANU_INVALID_ARGUMENT';
 * ```
 */
export type WarningCode =
  | 'BOTANU_ALREADY_ENABLED'
  | 'BOTANU_ATTRIBUTION_INCOMPLETE'
  | 'BOTANU_CONTENT_DROPPED'
  | 'BOTANU_CREDENTIALS_WITHHELD'
  | 'BOTANU_DISABLED_BY_ENVIRONMENT'
  | 'BOTANU_ENDPOINT_IN_USE'
  | 'BOTANU_EXPORT_FAILED'
  | 'BOTANU_INBOUND_REJECTED'
  | 'BOTANU_INSTRUMENTATION_FAILED'
  | 'BOTANU_INVALID_ARGUMENT'
  | 'BOTANU_INVALID_CONFIGURATION'
  | 'BOTANU_MODE_UNAVAILABLE'
  | 'BOTANU_NLP_UNAVAILABLE'
  | 'BOTANU_NO_BAGGAGE_PROPAGATOR'
  | 'BOTANU_NO_CONTEXT_MANAGER'
  | 'BOTANU_PARALLEL_TRACING'
  | 'BOTANU_RUN_HELD_BACK'
  | 'BOTANU_SAMPLER_NOT_USED'
  | 'BOTANU_SCOPE_NOT_ENDED'
  | 'BOTANU_SPANS_LOST'
  | 'BOTANU_SPOOL_UNUSABLE'
  | 'BOTANU_SCRUBBER'
  | 'BOTANU_TELEMETRY_FAILED'
  | 'BOTANU_TWO_API_VERSIONS'
  | 'BOTANU_UNKNOWN_SETTING'
  | 'BOTANU_USAGE_NOT_REPORTED';

/** An endless supply of distinct details must neither grow memory nor flood a log. */
export const MAX_DISTINCT_WARNINGS = 1000;

/**
 * Warns through OpenTelemetry's `diag`, once per code and detail in a process, and counts every occurrence.
 *
 * @param code - The stable code of the warning.
 * @param message - What is wrong, and what to do about it.
 * @param detail - What tells two warnings of one code apart: never an identifier of an event or customer.
 * @example
 * ```ts
 * warnOnce('BOTANU_INVALID_ARGUMENT', 'maxBytes is no positive number; it is 4096.', 'maxBytes');
 * console.log(getRuntime().warningCounts.get('BOTANU_INVALID_ARGUMENT')); // 1
 * ```
 */
export function warnOnce(code: WarningCode, message: string, detail = ''): void {
  const { warningCounts, warned } = getRuntime();
  warningCounts.set(code, (warningCounts.get(code) ?? 0) + 1);
  const key = `${code}:${detail}`;
  if (warned.has(key) || warned.size >= MAX_DISTINCT_WARNINGS) {
    return;
  }
  warned.add(key);
  try {
    diag.warn('botanu', `${code}: ${message}`);
  } catch {
    // The host's own diag logger threw: there is nowhere left to say so.
  }
}

/**
 * {@link warnOnce}, at every call: for what begins and ends, such as a loss of spans. The caller sees to it that it is not
 * said often.
 *
 * @param code - The stable code of the warning.
 * @param message - What is wrong, and what to do about it.
 * @example
 * ```ts
 * warnEachTime('BOTANU_SPANS_LOST', '12 spans were lost: the collector does not answer.');
 * warnEachTime('BOTANU_SPANS_LOST', '40 spans were lost: the collector does not answer.');
 * console.log(getRuntime().warningCounts.get('BOTANU_SPANS_LOST')); // 2
 * ```
 */
export function warnEachTime(code: WarningCode, message: string): void {
  getRuntime().warned.delete(`${code}:`);
  warnOnce(code, message);
}

/**
 * Runs telemetry code so that it cannot hurt the host: what it throws is warned about once, counted, and dropped.
 *
 * @param what - What is being done, for the warning. @example `end the span of a run`
 * @param telemetry - The code; never the user's function.
 * @returns What `telemetry` returned, or undefined when it threw.
 * @example
 * ```ts
 * const answer = safely('parse a response', () => JSON.parse('{'));
 * console.log(answer); // undefined
 * ```
 */
export function safely<T>(what: string, telemetry: () => T): T | undefined {
  try {
    return telemetry();
  } catch (error) {
    warnTelemetryFailed(what, error);
    return undefined;
  }
}

/**
 * The warning of {@link safely}, for code that has its own `try` because it must not allocate a closure.
 *
 * @param what - What was being done.
 * @param error - What was thrown: only its class is named, since a message may hold content.
 * @example
 * ```ts
 * try {
 *   JSON.parse('{');
 * } catch (error) {
 *   warnTelemetryFailed('parse a response', error);
 * }
 * ```
 */
export function warnTelemetryFailed(what: string, error: unknown): void {
  warnOnce('BOTANU_TELEMETRY_FAILED', `could not ${what} (${errorClassOf(error)})`, what);
}

/**
 * The class of whatever was thrown, for attributes and warnings. Never the message: it may hold content.
 *
 * @param error - Anything that can be thrown.
 * @returns The error's own name, or its constructor's where the name says nothing; else the value's type.
 * @example
 * ```ts
 * console.log(errorClassOf(new RangeError('no')), errorClassOf('a string')); // RangeError string
 * ```
 */
export function errorClassOf(error: unknown): string {
  try {
    if (typeof error !== 'object' || error === null) {
      return error === null ? 'null' : typeof error;
    }
    const { name, constructor: errorClass } = error as Partial<Error>;
    // pg calls its DatabaseError `error`.
    const saysSomething = typeof name === 'string' && !/^(error)?$/i.test(name);
    const candidate: unknown = saysSomething ? name : errorClass?.name;
    return (typeof candidate === 'string' && candidate) || 'Error';
  } catch {
    return 'unknown';
  }
}
