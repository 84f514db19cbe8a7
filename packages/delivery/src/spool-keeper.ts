import { errorClassOf, warnOnce } from '@botanu/core/authoring';
import type { Account } from './account';
import type { Batch } from './batch';
import type { ClaimedSegment } from './claimed-segment';
import type { LossReporter } from './loss-reporter';
import { Spool } from './spool';
import type { OtlpDeliveryOptions, SpoolOptions } from './types';

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const MIN_MAX_BYTES = 64 * 1024;

/** How long after a failure of the file system it is tried again. */
const PAUSE_MS = 5000;
/** How long after it was full. */
const FULL_PAUSE_MS = 1000;

/** The spool as delivery sees it: it never throws, keeps the account, and is simply full where the disk fails. */
export class SpoolKeeper {
  readonly #account: Account;
  readonly #losses: LossReporter;
  readonly #open: () => Spool;
  readonly #dir: string;
  #spool: Spool | undefined;
  /** Which damaged segments have been counted. */
  readonly #damagedIds = new Set<string>();
  #pausedUntilMs = 0;
  #fullUntilMs = 0;

  /**
   * @param options - Of the processor; they have a spool.
   * @param account - Where to count.
   * @param losses - Whom to tell of spans that are damaged.
   * @throws TypeError or RangeError where the options cannot be used. A folder that cannot be written is a warning.
   */
  constructor(
    options: OtlpDeliveryOptions & { readonly spool: SpoolOptions },
    account: Account,
    losses: LossReporter,
  ) {
    const { url, headers = {}, spool } = options;
    const { dir, maxBytes = DEFAULT_MAX_BYTES } = spool;
    if (typeof dir !== 'string' || dir === '') {
      throw new TypeError(
        'DeliverySpanProcessor: spool.dir is not the path of a folder. Write for example "/var/spool/app".',
      );
    }
    if (!Number.isSafeInteger(maxBytes) || maxBytes < MIN_MAX_BYTES) {
      throw new RangeError(
        `DeliverySpanProcessor: spool.maxBytes is not a whole number from ${MIN_MAX_BYTES}.`,
      );
    }
    this.#dir = dir;
    this.#account = account;
    this.#losses = losses;
    this.#open = () => new Spool({ dir, maxBytes }, { url, headers: { ...headers } });
    // Opened now, so that a folder that cannot be written is known from the beginning.
    this.#attempt(() => {});
  }

  /** Whether it is worth while to encode something for it. */
  get isUsable(): boolean {
    return performance.now() >= Math.max(this.#pausedUntilMs, this.#fullUntilMs);
  }

  /**
   * Writes a batch, which has to be encoded.
   *
   * @returns False where it could not be written.
   */
  store(batch: Batch): boolean {
    const record = batch.toRecord();
    const isStored = record.spanCount === 0 || this.#write((spool) => spool.append(record)) === true;
    if (isStored) {
      this.#countWritten(record.spanCount);
    }
    return isStored;
  }

  /** Writes a batch that stays on its way. */
  checkpoint(batch: Batch): void {
    const record = batch.toRecord();
    batch.claim = this.#write((spool) => spool.checkpoint(record));
    if (batch.claim !== undefined) {
      this.#countWritten(record.spanCount);
    }
  }

  /** Takes out the oldest segment that can be sent; what is damaged is set aside, what is empty goes. */
  claimNext(): ClaimedSegment | undefined {
    for (;;) {
      const segment = this.#attempt((spool) => spool.claimNext());
      if (segment?.isOwn === false) {
        this.#account.recovered += segment.spanCount;
      }
      if (segment?.isDamaged === true) {
        this.#reportDamage(segment);
      }
      if (segment === undefined || segment.spanCount > 0) {
        return segment;
      }
      this.#attempt((spool) =>
        segment.isDamaged ? spool.setAside(segment.claim, 'corrupt') : spool.complete(segment.claim),
      );
    }
  }

  /** A batch of the spool was delivered, or written anew in other segments. */
  complete(batch: Batch): void {
    this.#finish(batch, (spool, claim) =>
      batch.isDamaged ? spool.setAside(claim, 'corrupt') : spool.complete(claim),
    );
  }

  /** A batch of the spool is of no use to the collector. */
  refuse(batch: Batch): void {
    this.#finish(batch, (spool, claim) => spool.setAside(claim, 'refused'));
  }

  /** A batch of the spool could not be delivered now. */
  release(batch: Batch): void {
    const { claim } = batch;
    batch.claim = undefined;
    if (claim !== undefined) {
      if (batch.isRecovered) {
        this.#account.recovered -= batch.spanCount;
      }
      this.#attempt((spool) => spool.release(claim, batch.maybeDeliveredCount > 0));
    }
  }

  /** Tells other processes that this one is alive. */
  renewLeases(): void {
    this.#attempt((spool) => spool.renewLeases());
  }

  /** Gives everything back. */
  close(): void {
    this.#attempt((spool) => spool.close());
  }

  /** The process is ending: what failed a moment ago is tried once more. */
  resume(): void {
    this.#pausedUntilMs = 0;
    this.#fullUntilMs = 0;
  }

  #finish(batch: Batch, action: (spool: Spool, claim: NonNullable<Batch['claim']>) => void): void {
    const { claim } = batch;
    batch.claim = undefined;
    if (claim !== undefined) {
      if (!batch.isRecovered) {
        this.#account.onDisk -= batch.spanCount;
      }
      this.#attempt((spool) => action(spool, claim));
    }
  }

  #countWritten(spanCount: number): void {
    this.#account.spooled += spanCount;
    this.#account.onDisk += spanCount;
  }

  #reportDamage({ claim, lostSpanCount, isOwn }: ClaimedSegment): void {
    if (this.#damagedIds.has(claim.id)) {
      return;
    }
    this.#damagedIds.add(claim.id);
    warnOnce(
      'BOTANU_SPOOL_UNUSABLE',
      `a segment in ${this.#dir} is damaged; what is intact is sent, and the file is kept as .corrupt.`,
      'corrupt',
    );
    if (lostSpanCount > 0) {
      if (isOwn) {
        this.#account.onDisk -= lostSpanCount;
      } else {
        this.#account.recovered += lostSpanCount;
      }
      this.#account.drop(lostSpanCount, 'corrupt');
      this.#losses.report(lostSpanCount, 'corrupt');
    }
  }

  #write<T>(write: (spool: Spool) => T): T | undefined {
    const result = this.#attempt(write);
    const isFull = (result === undefined || result === false) && performance.now() >= this.#pausedUntilMs;
    if (isFull) {
      this.#fullUntilMs = performance.now() + FULL_PAUSE_MS;
      warnOnce('BOTANU_SPOOL_UNUSABLE', `the spool in ${this.#dir} is full: spans wait in memory.`, 'full');
    }
    return result;
  }

  /** Whatever the disk does is no matter of the host's: after a failure the spool is left alone for a while. */
  #attempt<T>(action: (spool: Spool) => T): T | undefined {
    if (performance.now() < this.#pausedUntilMs) {
      return undefined;
    }
    try {
      this.#spool ??= this.#open();
      return action(this.#spool);
    } catch (error) {
      this.#pausedUntilMs = performance.now() + PAUSE_MS;
      const cause = (error as NodeJS.ErrnoException).code ?? errorClassOf(error);
      warnOnce(
        'BOTANU_SPOOL_UNUSABLE',
        `the spool in ${this.#dir} cannot be used (${cause}): spans wait in memory. It is tried again.`,
        cause,
      );
      return undefined;
    }
  }
}
