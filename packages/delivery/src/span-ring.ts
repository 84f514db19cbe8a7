import type { EndedSpan } from './types';

/** A queue of spans in an array that is allocated once: adding and taking never move what is waiting. */
export class SpanRing {
  readonly #slots: (EndedSpan | undefined)[];
  #first = 0;
  #size = 0;

  /** @param capacity - How many spans fit. */
  constructor(capacity: number) {
    this.#slots = new Array(capacity);
  }

  /** How many spans wait. */
  get size(): number {
    return this.#size;
  }

  /** @returns Whether there was room. */
  push(span: EndedSpan): boolean {
    const capacity = this.#slots.length;
    if (this.#size === capacity) {
      return false;
    }
    const index = this.#first + this.#size;
    this.#slots[index < capacity ? index : index - capacity] = span;
    this.#size += 1;
    return true;
  }

  /** Takes out the oldest spans, as many as there are and at most `count`. */
  take(count: number): EndedSpan[] {
    const capacity = this.#slots.length;
    const taken = new Array<EndedSpan>(Math.min(count, this.#size));
    for (let position = 0; position < taken.length; position += 1) {
      taken[position] = this.#slots[this.#first] as EndedSpan;
      this.#slots[this.#first] = undefined;
      this.#first = this.#first + 1 === capacity ? 0 : this.#first + 1;
    }
    this.#size -= taken.length;
    return taken;
  }
}
