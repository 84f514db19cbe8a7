import { warnTelemetryFailed } from '@botanu/core/authoring';
import { Batch } from './batch';
import { Batches } from './batches';
import { Courier, type CourierParts } from './courier';
import { DispatcherTimers } from './dispatcher-timers';
import { SpanQueue } from './span-queue';
import type { DropReason, EndedSpan } from './types';
import { type Waiter, Waiters } from './waiters';

/** When more wait than are sent, requests become so many times larger. */
const BATCHES_PER_REQUEST = 4;

/** How often an idle process looks for what others have left in the spool. */
const RESCAN_MS = 30_000;

/** What a dispatcher works with. */
export interface DispatcherParts extends CourierParts {
  readonly maxBatchSize: number;
  readonly flushIntervalMs: number;
}

/** Takes spans in, and decides when which of them are sent or written. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #courier: Courier;
  readonly #queue: SpanQueue;
  readonly #batchSize: number;
  readonly #batches = new Batches();
  readonly #waiters = new Waiters();
  readonly #timers: DispatcherTimers;
  /** The spans up to this one had come in by the last tick. */
  #lastTickSequence = 0;
  #mayHaveSegments: boolean;

  /** @param parts - What it works with. */
  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#courier = new Courier(parts);
    this.#queue = new SpanQueue(parts.maxQueueSize);
    // A small queue is sent long before it is full.
    this.#batchSize = Math.min(parts.maxBatchSize, Math.ceil(parts.maxQueueSize / 4));
    this.#timers = new DispatcherTimers(parts.flushIntervalMs / 2, {
      tick: () => this.#tick(),
      pump: () => this.#pump(),
      wake: () => this.#wake(),
    });
    this.#mayHaveSegments = parts.spool !== undefined;
    if (this.#mayHaveSegments) {
      this.#timers.tickLater();
      this.#timers.pumpSoon();
    }
  }

  /** How many spans are in memory alone. */
  get queuedCount(): number {
    return this.#queue.size + this.#batches.spanCountInMemory;
  }

  /** The number of the last span that came in. */
  get lastSequence(): number {
    return this.#queue.lastSequence;
  }

  /** How many spans wait for a request. */
  get waitingCount(): number {
    return this.#queue.size;
  }

  /** How many spans are in requests, or wait to be sent again. */
  get inFlightCount(): number {
    return this.#batches.inFlightSpanCount;
  }

  /** Whether there is nothing to send, and nothing to wait for. */
  get isIdle(): boolean {
    return this.#queue.size === 0 && this.#batches.isEmpty && !this.#mayHaveSegments;
  }

  /** Takes a span in. */
  push(span: EndedSpan): void {
    if (!this.#queue.push(span) && !this.#pushAfterMakingRoom(span)) {
      this.#parts.account.drop(1, 'queue_full');
      this.#parts.losses.report(1, 'queue_full');
      return;
    }
    if (!this.#timers.isTicking) {
      this.#timers.tickLater();
    }
    if (this.#queue.size >= this.#batchSize) {
      this.#timers.pumpSoon();
    }
  }

  /** Has all that has come in so far sent next. */
  sendSoon(): void {
    this.#queue.markAllDue();
    this.#timers.pumpSoon();
  }

  /**
   * Sends all that has come in so far.
   *
   * @param timeoutMs - How long to wait for it.
   * @param includesSpool - Whether to empty the spool as well, as long as the collector answers.
   */
  async drain(timeoutMs: number, includesSpool: boolean): Promise<void> {
    this.sendSoon();
    this.#mayHaveSegments ||= includesSpool && this.#parts.spool !== undefined;
    await this.#waiters.wait({ sequence: this.#queue.lastSequence, includesSpool }, timeoutMs);
  }

  /** Synchronously: all that is left goes to the spool, or is lost. */
  abandon(reason: DropReason): void {
    const { spool } = this.#parts;
    spool?.resume();
    for (const batch of this.#batches.unsettled()) {
      this.#courier.abandon(batch, reason);
    }
    this.#batches.forgetWaiting();
    while (this.#queue.size > 0) {
      this.#courier.abandon(this.#takeBatch(), reason);
    }
    spool?.close();
  }

  /** Starts nothing any more: what is still answered is ignored. */
  stop(): void {
    this.#timers.stop();
  }

  #takeBatch(): Batch {
    return Batch.ofSpans(this.#queue.take(this.#parts.maxBatchSize * BATCHES_PER_REQUEST));
  }

  /** The queue is full: its oldest spans go to the spool. */
  #pushAfterMakingRoom(span: EndedSpan): boolean {
    return this.#storeOldest() && this.#queue.push(span);
  }

  #storeOldest(): boolean {
    if (this.#parts.spool?.isUsable !== true || this.#batches.isAnyWaiting) {
      return false;
    }
    const batch = this.#takeBatch();
    if (!this.#courier.store(batch)) {
      // It was encoded for nothing; it waits, and until it is gone no other one is.
      this.#batches.wait(batch);
    }
    this.#mayHaveSegments = true;
    return true;
  }

  /** Twice in every flush interval. */
  #tick(): void {
    try {
      this.#keepWhatIsLate();
    } catch (error) {
      warnTelemetryFailed('keep spans that could not be sent in time', error);
    }
    this.#lastTickSequence = this.#queue.lastSequence;
    this.#queue.markAllDue();
    this.#pump();
    if (!this.isIdle) {
      this.#timers.tickLater();
    } else if (this.#parts.spool !== undefined) {
      this.#timers.wakeIn(RESCAN_MS);
    }
  }

  /** What came in before the last tick and is still here goes to disk: it is not yet a flush interval old. */
  #keepWhatIsLate(): void {
    const { spool } = this.#parts;
    if (spool === undefined) {
      return;
    }
    spool.renewLeases();
    for (const batch of this.#batches.unsettled()) {
      if (batch.firstSequence <= this.#lastTickSequence && batch.claim === undefined) {
        this.#courier.checkpoint(batch);
      }
    }
    while (this.#queue.takenSequence < this.#lastTickSequence && this.#storeOldest()) {
      // One batch after another.
    }
  }

  #wake(): void {
    this.#mayHaveSegments = this.#parts.spool !== undefined;
    this.#timers.tickLater();
    this.#pump();
  }

  /** Starts one batch, and comes back for the next: encoding one takes long enough for a turn of the event loop. */
  #pump(): void {
    try {
      const batch = this.#nextBatch();
      if (batch !== undefined) {
        void this.#start(batch);
        this.#timers.pumpSoon();
      }
    } catch (error) {
      warnTelemetryFailed('start to send spans', error);
    }
    this.#waiters.resolve((waiter) => this.#isDone(waiter));
  }

  #nextBatch(): Batch | undefined {
    const { destination, backoff, spool } = this.#parts;
    if (this.#batches.inFlightCount >= destination.maxConcurrency) {
      return undefined;
    }
    if (spool !== undefined && backoff.isFailing && !this.#mayProbe(backoff.waitMs)) {
      return undefined;
    }
    const waiting = this.#batches.nextWaiting();
    if (waiting !== undefined) {
      return waiting;
    }
    if (this.#queue.size >= this.#batchSize || this.#queue.isDue) {
      return this.#takeBatch();
    }
    return this.#nextSegment();
  }

  /** While the collector is away, one request at a time finds out whether it is back; all else is safe on disk. */
  #mayProbe(waitMs: number): boolean {
    if (this.#waiters.isAny) {
      while (this.#queue.isDue && this.#storeOldest()) {
        // Somebody waits for it to be safe.
      }
    }
    if (waitMs > 0) {
      this.#timers.wakeIn(waitMs);
    }
    return waitMs === 0 && this.#batches.inFlightCount === 0;
  }

  #nextSegment(): Batch | undefined {
    const segment = this.#mayHaveSegments ? this.#parts.spool?.claimNext() : undefined;
    this.#mayHaveSegments = segment !== undefined;
    return segment && Batch.ofSegment(segment);
  }

  async #start(batch: Batch): Promise<void> {
    this.#batches.start(batch);
    try {
      this.#batches.wait(...(await this.#courier.deliver(batch)));
    } catch (error) {
      warnTelemetryFailed('deliver spans', error);
      this.#courier.abandon(batch, 'export_failed');
    }
    this.#batches.finish(batch);
    this.#mayHaveSegments ||= this.#parts.spool !== undefined && this.#parts.account.onDisk > 0;
    this.#timers.pumpSoon();
  }

  #isDone({ sequence, includesSpool }: Waiter): boolean {
    if (this.#queue.takenSequence < sequence || this.#batches.hasSpanUpTo(sequence)) {
      return false;
    }
    const isSpoolDone = !this.#mayHaveSegments && this.#batches.inFlightCount === 0;
    return !includesSpool || isSpoolDone || this.#parts.backoff.isFailing;
  }
}
