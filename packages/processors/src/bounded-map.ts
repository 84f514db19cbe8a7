/** A map that forgets its oldest entries. */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #maxEntries: number;

  /**
   * @param maxEntries - How many are kept.
   */
  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** How many are kept now. */
  get size(): number {
    return this.#entries.size;
  }

  /** The value of a key; undefined where there is none, or no longer. */
  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** Keeps a value, and makes it the newest. */
  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#maxEntries) {
      this.#entries.delete(this.#entries.keys().next().value as K);
    }
  }

  /** Forgets a key, and returns what it had. */
  take(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
    }
    return value;
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear();
  }
}
