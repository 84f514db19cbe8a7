const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<() => void>((callback) => callback());

/**
 * Calls back when a value has been thrown away: a stream that nobody reads, a generator that nobody starts, a scope
 * that nobody ends. What waits for it still ends.
 *
 * @param value - What is waited for.
 * @param callback - Called some time after the value was collected. It must neither refer to the value nor throw.
 * @example
 * ```ts
 * const stream = { chunks: ['Dear acme'] };
 * whenCollected(stream, () => console.log('nobody will read it any more'));
 * ```
 */
export function whenCollected(value: object, callback: () => void): void {
  registry?.register(value, callback);
}
