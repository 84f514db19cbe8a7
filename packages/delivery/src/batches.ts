import type { Batch } from './batch';

/** The batches that have left the queue and are not settled: those in requests, and those that wait for one. */
export class Batches {
  readonly #inFlight = new Set<Batch>();
  #waiting: Batch[] = [];

  /** How many are in requests, or in the pauses between them. */
  get inFlightCount(): number {
    return this.#inFlight.size;
  }

  /** How many spans these hold. */
  get inFlightSpanCount(): number {
    return [...this.#inFlight].reduce((count, batch) => count + batch.spanCount, 0);
  }

  /** Whether one waits. */
  get isAnyWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.#inFlight.size === 0 && this.#waiting.length === 0;
  }

  /** How many of their spans are in memory alone. */
  get spanCountInMemory(): number {
    return this.unsettled()
      .filter(({ claim, isRecovered }) => claim === undefined || isRecovered)
      .reduce((count, batch) => count + batch.spanCount, 0);
  }

  /** Those whose spans are neither delivered nor safe nor given up. */
  unsettled(): Batch[] {
    return [...this.#inFlight, ...this.#waiting].filter(({ isSettled }) => !isSettled);
  }

  /** Whether one holds a span that came in as this one or before. */
  hasSpanUpTo(sequence: number): boolean {
    return this.unsettled().some(({ firstSequence }) => firstSequence <= sequence);
  }

  /** A batch is being delivered. */
  start(batch: Batch): void {
    this.#inFlight.add(batch);
  }

  /** That has ended. */
  finish(batch: Batch): void {
    this.#inFlight.delete(batch);
  }

  /** Batches wait for a request. */
  wait(...batches: readonly Batch[]): void {
    this.#waiting.push(...batches);
  }

  /** The one that has waited longest. */
  nextWaiting(): Batch | undefined {
    return this.#waiting.shift();
  }

  /** None waits any longer. */
  forgetWaiting(): void {
    this.#waiting = [];
  }
}
