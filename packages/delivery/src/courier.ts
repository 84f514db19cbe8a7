import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account';
import type { Backoff } from './backoff';
import type { Batch } from './batch';
import type { Destination } from './destination';
import { warnOfOutage, warnOfRefusal } from './explanations';
import type { LossReporter } from './loss-reporter';
import type { Outcome } from './outcome';
import { waitForResources } from './resources';
import type { SpoolKeeper } from './spool-keeper';
import type { DropReason } from './types';

/** No request is larger before it is compressed. Collectors take 20 MiB; what they refuse is split further. */
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;
const MIN_PAYLOAD_BYTES = 64 * 1024;

/** A batch that fails so often while others get through would fail for ever, and take a place from them. */
const MAX_ATTEMPTS_IN_VAIN = 10;

/** What a courier works with. */
export interface CourierParts {
  readonly destination: Destination;
  readonly backoff: Backoff;
  readonly account: Account;
  readonly losses: LossReporter;
  readonly spool: SpoolKeeper | undefined;
  readonly maxQueueSize: number;
  /** Told of each request that was answered or failed. */
  readonly onRequest: (durationMs: number, outcome: Outcome) => void;
}

/** Gets one batch delivered, written to the spool, or given up; and says in the account which. */
export class Courier {
  readonly #parts: CourierParts;
  #maxPayloadBytes = MAX_PAYLOAD_BYTES;

  /** @param parts - What it works with. */
  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /**
   * Sends a batch as often as it takes.
   *
   * @returns The halves that are to be delivered in its place, where it was too large.
   */
  async deliver(batch: Batch): Promise<readonly Batch[]> {
    await waitForResources(batch.spans ?? []);
    if (!batch.isSettled && this.#parts.destination.isEncoded) {
      this.#encode(batch);
    }
    while (!batch.isSettled) {
      if ((batch.payload?.length ?? 0) > this.#maxPayloadBytes && batch.spanCount > 1) {
        return this.#split(batch);
      }
      await this.#waitForTurn();
      const outcome = await this.#send(batch);
      if (outcome?.kind === 'too_large') {
        this.#maxPayloadBytes = Math.max(MIN_PAYLOAD_BYTES, (batch.payload?.length ?? 0) >>> 1);
        return this.#split(batch);
      }
      if (outcome !== undefined) {
        this.#conclude(batch, outcome);
      }
    }
    return [];
  }

  /**
   * Synchronously: a batch that can wait no longer goes to the spool, or is lost.
   *
   * @param batch - On its way or not.
   * @param reason - Why it is lost, where there is no spool, or no room.
   */
  abandon(batch: Batch, reason: DropReason): void {
    if (!batch.isSettled) {
      if (batch.claim !== undefined) {
        this.#parts.spool?.release(batch);
      } else if (!this.store(batch)) {
        this.#drop(batch.spanCount, reason);
      }
      batch.isSettled = true;
    }
  }

  /**
   * Synchronously writes a batch to the spool.
   *
   * @returns False where there is none, or no room.
   */
  store(batch: Batch): boolean {
    const { spool } = this.#parts;
    if (spool === undefined) {
      return false;
    }
    this.#encode(batch);
    const halves = (batch.payload?.length ?? 0) > MAX_PAYLOAD_BYTES ? batch.split() : undefined;
    batch.isSettled = halves === undefined ? spool.store(batch) : this.#storeHalves(halves);
    return batch.isSettled;
  }

  /** Writes a batch that stays on its way: it would be lost if the process were killed now. */
  checkpoint(batch: Batch): void {
    this.#encode(batch);
    if (!batch.isSettled) {
      this.#parts.spool?.checkpoint(batch);
    }
  }

  #storeHalves(halves: readonly [Batch, Batch]): boolean {
    for (const half of halves) {
      if (!this.store(half)) {
        this.#drop(half.spanCount, 'queue_full');
      }
    }
    return true;
  }

  #encode(batch: Batch): void {
    const failedCount = batch.encode();
    if (failedCount > 0) {
      this.#drop(failedCount, 'unserializable');
    }
    if (batch.spanCount === 0) {
      batch.isSettled = true;
    }
  }

  async #waitForTurn(): Promise<void> {
    const { waitMs } = this.#parts.backoff;
    if (waitMs > 0) {
      await sleep(waitMs, undefined, { ref: false });
    }
  }

  async #send(batch: Batch): Promise<Outcome | undefined> {
    if (batch.isSettled || this.#parts.backoff.waitMs > 0) {
      return undefined;
    }
    if (batch.attempts === 0) {
      batch.deliveredBefore = this.#parts.account.delivered;
    }
    batch.attempts += 1;
    if (batch.attempts > 1 || batch.firstSequence === Number.POSITIVE_INFINITY) {
      this.#parts.account.retried += batch.spanCount;
    }
    const startedAtMs = performance.now();
    batch.isSending = true;
    const outcome = await this.#parts.destination.send(batch);
    batch.isSending = false;
    this.#parts.onRequest(performance.now() - startedAtMs, outcome);
    if (batch.isSettled) {
      return undefined;
    }
    this.#learn(outcome, startedAtMs, batch.attempts);
    return outcome;
  }

  #learn(outcome: Outcome, startedAtMs: number, attempts: number): void {
    const { backoff } = this.#parts;
    if (outcome.kind !== 'retryable') {
      backoff.succeed();
    } else if (!outcome.isImmediate || attempts > 1) {
      backoff.fail(startedAtMs, outcome.retryAfterMs);
    }
  }

  #conclude(batch: Batch, outcome: Outcome): void {
    switch (outcome.kind) {
      case 'delivered':
        this.#accept(batch, outcome.rejectedCount);
        break;
      case 'refused':
        warnOfRefusal(this.#parts.destination.name, outcome.cause);
        this.#giveUp(batch, outcome.reason);
        break;
      case 'retryable':
        this.#postpone(batch, outcome.cause, outcome.mayHaveArrived);
        break;
    }
  }

  #accept(batch: Batch, rejectedCount: number): void {
    const { account, spool } = this.#parts;
    account.delivered += batch.spanCount - rejectedCount;
    account.duplicated += Math.min(batch.maybeDeliveredCount, batch.spanCount - rejectedCount);
    if (rejectedCount > 0) {
      this.#drop(rejectedCount, 'rejected');
    }
    spool?.complete(batch);
    batch.isSettled = true;
  }

  #giveUp(batch: Batch, reason: DropReason): void {
    this.#drop(batch.spanCount, reason);
    this.#parts.spool?.refuse(batch);
    batch.isSettled = true;
  }

  #postpone(batch: Batch, cause: string, mayHaveArrived: boolean): void {
    const { destination, spool, maxQueueSize } = this.#parts;
    if (mayHaveArrived) {
      batch.markMaybeDelivered();
    }
    if (!this.#parts.backoff.isFailing) {
      return;
    }
    if (batch.attempts >= MAX_ATTEMPTS_IN_VAIN && this.#parts.account.delivered > batch.deliveredBefore) {
      this.#giveUp(batch, 'retries_exhausted');
      return;
    }
    warnOfOutage(destination.name, cause, spool === undefined ? maxQueueSize : undefined);
    if (batch.claim !== undefined) {
      this.#parts.spool?.release(batch);
      batch.isSettled = true;
    } else {
      // Without a spool, or where it is full, the batch stays here and is sent again.
      this.store(batch);
    }
  }

  #split(batch: Batch): readonly Batch[] {
    const halves = batch.split();
    if (halves === undefined) {
      this.#giveUp(batch, 'too_large');
      return [];
    }
    if (batch.claim !== undefined) {
      // The halves are on disk before the whole is deleted.
      for (const half of halves) {
        this.#parts.spool?.checkpoint(half);
        half.isRecovered &&= half.claim === undefined;
      }
      this.#parts.spool?.complete(batch);
    }
    batch.isSettled = true;
    return halves;
  }

  #drop(count: number, reason: DropReason): void {
    this.#parts.account.drop(count, reason);
    this.#parts.losses.report(count, reason);
  }
}
