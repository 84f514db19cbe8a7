import { rmSync, statSync, utimesSync } from 'node:fs';
import { type Claim, type ClaimedSegment, readClaimedSegment } from './claimed-segment';
import { encodeRecord, encodeSegmentHead, type SegmentRecord } from './segment-format';
import { SegmentWriter } from './segment-writer';
import {
  createBinding,
  createSegmentId,
  listSegments,
  openBoundFolder,
  renameIfThere,
  type SegmentFile,
  segmentPath,
} from './spool-files';
import { createOwner, isOwnerGone } from './spool-owner';
import { makeRoom, type SpoolLimits } from './spool-room';

/** A segment is one request: of about this size, so that collectors take it. */
const MAX_SEGMENT_BYTES = 1024 * 1024;

/**
 * Batches on disk, in a folder that several processes may share. All of it is synchronous, since it has to work while a
 * process exits. Methods throw what the file system throws: the caller decides what that means.
 */
export class Spool {
  readonly #folder: string;
  readonly #limits: SpoolLimits;
  readonly #binding: Buffer;
  readonly #head: Uint8Array;
  readonly #owner = createOwner();
  readonly #ownIds = new Set<string>();
  /** How often each segment was given back: one that never gets through must not hold up the others. */
  readonly #releases = new Map<string, number>();
  #open: SegmentWriter | undefined;
  #claims = new Map<string, Claim>();

  /**
   * @param options - Where, and how much.
   * @param endpoint - What the segments are bound to.
   */
  constructor(
    options: { readonly dir: string; readonly maxBytes: number },
    endpoint: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  ) {
    this.#binding = createBinding(endpoint.url, endpoint.headers);
    this.#head = encodeSegmentHead(this.#binding);
    this.#folder = openBoundFolder(options.dir, this.#binding);
    this.#limits = { ...options, folder: this.#folder };
  }

  /**
   * Appends a batch to the open segment.
   *
   * @returns False where there is no room.
   */
  append(record: SegmentRecord): boolean {
    const bytes = encodeRecord(record);
    const segment = this.#segmentWithRoomFor(bytes.length);
    segment?.append(bytes);
    return segment !== undefined;
  }

  /**
   * Writes a batch that is being sent to a segment of its own, which this process keeps: for the case that it is killed.
   *
   * @returns What {@link complete} takes when the batch is delivered; undefined where there is no room.
   */
  checkpoint(record: SegmentRecord): Claim | undefined {
    const bytes = encodeRecord(record);
    if (!this.#hasRoomFor(bytes.length)) {
      return undefined;
    }
    const segment = this.#create('claimed');
    segment.appendOrDiscard(bytes);
    segment.close();
    this.#ownIds.add(segment.id);
    this.#claims.set(segment.id, segment);
    return segment;
  }

  /** Takes out the oldest segment that nobody works on; the open one where there is no other. */
  claimNext(): ClaimedSegment | undefined {
    return this.#claimOneOf(listSegments(this.#folder)) ?? this.#claimOpen();
  }

  /** The segment was delivered, or given up: deletes it. */
  complete(claim: Claim): void {
    this.#forget(claim);
    rmSync(claim.path, { force: true });
  }

  /**
   * The segment could not be delivered now: whoever comes next may take it.
   *
   * @param claim - What was taken out.
   * @param mayHaveArrived - Whether the collector may have it all the same.
   */
  release(claim: Claim, mayHaveArrived: boolean): void {
    this.#claims.delete(claim.id);
    this.#releases.set(claim.id, this.#releasesOf(claim) + 1);
    renameIfThere(claim.path, segmentPath(this.#folder, claim.id, mayHaveArrived ? 'retry' : 'ready'));
  }

  /** The segment is of no use to a collector: keeps it for a person, out of the way. */
  setAside(claim: Claim, state: 'refused' | 'corrupt'): void {
    this.#forget(claim);
    renameIfThere(claim.path, segmentPath(this.#folder, claim.id, state));
  }

  /** Tells other processes that this one is alive. Call it more often than a lease lasts. */
  renewLeases(): void {
    const now = new Date();
    for (const { path } of [...this.#claims.values(), ...(this.#open === undefined ? [] : [this.#open])]) {
      if (statSync(path, { throwIfNoEntry: false }) !== undefined) {
        utimesSync(path, now, now);
      }
    }
  }

  /** Gives everything back, so that the next process need not wait for a lease to end. */
  close(): void {
    this.#closeOpen();
    for (const claim of [...this.#claims.values()]) {
      this.release(claim, true);
    }
  }

  #forget({ id }: Claim): void {
    this.#claims.delete(id);
    this.#ownIds.delete(id);
    this.#releases.delete(id);
  }

  #releasesOf({ id }: { readonly id: string }): number {
    return this.#releases.get(id) ?? 0;
  }

  #segmentWithRoomFor(bytes: number): SegmentWriter | undefined {
    const open = this.#open;
    if (open !== undefined && (!open.isInPlace || open.bytes + bytes > MAX_SEGMENT_BYTES)) {
      this.#closeOpen();
    }
    if (!this.#hasRoomFor(bytes)) {
      return undefined;
    }
    if (this.#open === undefined) {
      this.#open = this.#create('open');
      this.#ownIds.add(this.#open.id);
    }
    return this.#open;
  }

  #hasRoomFor(recordBytes: number): boolean {
    return makeRoom(this.#limits, this.#head.length + recordBytes);
  }

  #create(state: 'open' | 'claimed'): SegmentWriter {
    const id = createSegmentId();
    return new SegmentWriter(id, segmentPath(this.#folder, id, state, this.#owner), this.#head);
  }

  /** @returns Whether there is a segment now that can be taken out. */
  #closeOpen(): boolean {
    const segment = this.#open;
    if (segment === undefined) {
      return false;
    }
    this.#open = undefined;
    segment.close();
    if (segment.bytes === this.#head.length) {
      // Its first batch could not be written.
      rmSync(segment.path, { force: true });
      return false;
    }
    return segment.isInPlace && renameIfThere(segment.path, segmentPath(this.#folder, segment.id, 'ready'));
  }

  #claimOpen(): ClaimedSegment | undefined {
    return this.#closeOpen() ? this.#claimOneOf(listSegments(this.#folder)) : undefined;
  }

  #claimOneOf(segments: readonly SegmentFile[]): ClaimedSegment | undefined {
    const byReleases = [...segments].sort((one, other) => this.#releasesOf(one) - this.#releasesOf(other));
    for (const segment of byReleases) {
      if (this.#isFree(segment)) {
        const path = segmentPath(this.#folder, segment.id, 'claimed', this.#owner);
        // Of several processes one succeeds.
        if (renameIfThere(segment.path, path)) {
          return this.#read(segment, path);
        }
      }
    }
    return undefined;
  }

  #isFree({ state, owner, touchedAtMs }: SegmentFile): boolean {
    if (state === 'ready' || state === 'retry') {
      return true;
    }
    return owner !== undefined && owner !== this.#owner && isOwnerGone(owner, Date.now() - touchedAtMs);
  }

  #read({ id, state }: SegmentFile, path: string): ClaimedSegment {
    const claim = { id, path };
    this.#claims.set(id, claim);
    return readClaimedSegment(claim, { state, isOwn: this.#ownIds.has(id), binding: this.#binding });
  }
}
