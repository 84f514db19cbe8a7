import type { Random } from './random';

/** Something secret, with the words without which nobody could know it for what it is. */
export interface Secret {
  /** What stands right before it and belongs to the text. @defaultValue nothing */
  readonly before?: string;
  readonly value: string;
  /** What stands right behind it. @defaultValue nothing */
  readonly after?: string;
}

/** Makes one kind of secret, or of what looks like one. */
export interface Maker {
  /** What it is, under the name that the requirements give it. */
  readonly kind: string;
  readonly make: (random: Random) => Secret | string;
}
