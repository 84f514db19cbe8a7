import { type Destination, UNREADABLE_URL } from './destination';
import type { Verdict } from './propagation-targets';

/** How many hosts are counted one by one. */
const MAX_HOSTS = 200;

/** What was done with runs on the way to one destination. */
export interface PropagationCount {
  /** How many calls carried a run there. */
  readonly sent: number;
  /** From how many it was taken. */
  readonly heldBack: number;
}

/** What was sent where since `enable()`, and what was held back. */
export type PropagationAccount = Readonly<Record<string, PropagationCount>>;

/** Counts, for at most 200 hosts, and one entry for all others. */
export class Account {
  readonly #counts = new Map<string, { sent: number; heldBack: number }>();

  /**
   * Counts one call.
   *
   * @param destination - Where it goes.
   * @param verdict - What was done with the run.
   */
  count(destination: Destination, verdict: Verdict): void {
    const count = this.#countOf(nameOf(destination));
    if (verdict === 'sent') {
      count.sent += 1;
    } else {
      count.heldBack += 1;
    }
  }

  /** All counts, by destination. */
  toRecord(): PropagationAccount {
    return Object.fromEntries([...this.#counts].map(([name, count]) => [name, { ...count }]));
  }

  #countOf(name: string): { sent: number; heldBack: number } {
    const known = this.#counts.get(name);
    if (known !== undefined) {
      return known;
    }
    const key = this.#counts.size < MAX_HOSTS ? name : '(other hosts)';
    const count = this.#counts.get(key) ?? { sent: 0, heldBack: 0 };
    this.#counts.set(key, count);
    return count;
  }
}

/** What a destination is called in accounts and warnings. */
export function nameOf(destination: Destination): string {
  switch (destination.kind) {
    case 'hosts':
      return destination.hosts.find((host) => host !== UNREADABLE_URL) ?? UNREADABLE_URL;
    case 'queue':
      return '(queues)';
    case 'model':
      return '(calls of models)';
    case 'unknown':
      return '(unknown)';
  }
}
