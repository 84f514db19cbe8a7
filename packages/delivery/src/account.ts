import type { DeliveryStats, DropReason } from './types';

/** Counts spans. What is queued is counted by whoever has the queue. */
export class Account {
  created = 0;
  recovered = 0;
  delivered = 0;
  spooled = 0;
  onDisk = 0;
  retried = 0;
  duplicated = 0;
  readonly dropped = new Map<DropReason, number>();

  /** Spans are lost. */
  drop(count: number, reason: DropReason): void {
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + count);
  }

  /** The counts of now. */
  stats(queued: number): DeliveryStats {
    const { created, recovered, delivered, spooled, onDisk, retried, duplicated } = this;
    const dropped = Object.fromEntries(this.dropped);
    return { created, recovered, delivered, queued, spooled, onDisk, retried, duplicated, dropped };
  }
}

/** The account of several processors together. */
export function sumOfStats(all: readonly DeliveryStats[]): DeliveryStats {
  const sum = new Account();
  let queued = 0;
  for (const stats of all) {
    sum.created += stats.created;
    sum.recovered += stats.recovered;
    sum.delivered += stats.delivered;
    sum.spooled += stats.spooled;
    sum.onDisk += stats.onDisk;
    sum.retried += stats.retried;
    sum.duplicated += stats.duplicated;
    queued += stats.queued;
    for (const [reason, count] of Object.entries(stats.dropped)) {
      sum.drop(count, reason as DropReason);
    }
  }
  return sum.stats(queued);
}
