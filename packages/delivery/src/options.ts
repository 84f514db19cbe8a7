import type { DeliveryOptions } from './types';

/** The options that both kinds of delivery have, complete. */
export interface ResolvedQueueOptions {
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
  readonly flushIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly flushTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
  readonly handleExit: boolean;
}

/** Node's timers take no more. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const DEFAULTS: Omit<ResolvedQueueOptions, 'handleExit'> = {
  maxQueueSize: 65_536,
  maxBatchSize: 512,
  flushIntervalMs: 2000,
  requestTimeoutMs: 10_000,
  flushTimeoutMs: 10_000,
  shutdownTimeoutMs: 5000,
};

/**
 * Fills in the defaults.
 *
 * @param options - What the processor was given.
 * @throws TypeError where options exclude each other; RangeError where a number cannot be used.
 */
export function resolveOptions(options: DeliveryOptions): ResolvedQueueOptions {
  if (options.exporter !== undefined && options.url !== undefined) {
    throw new TypeError('DeliverySpanProcessor: url and exporter exclude each other. Give it one of them.');
  }
  if (options.exporter !== undefined && options.spool !== undefined) {
    throw new TypeError(
      'DeliverySpanProcessor: there is no spool with an exporter of yours, since an exporter neither says which spans it ' +
        'could deliver later nor takes them back from disk. Give it a url in place of the exporter, or no spool.',
    );
  }
  const numbers = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]) {
    numbers[name] = positiveInteger(name, options[name] ?? DEFAULTS[name]);
  }
  return { ...numbers, handleExit: options.handleExit ?? true };
}

function positiveInteger(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > MAX_TIMEOUT_MS) {
    throw new RangeError(`DeliverySpanProcessor: ${name} is not a whole number from 1 to ${MAX_TIMEOUT_MS}.`);
  }
  return value;
}
