import { safely, warnOnce } from '@botanu/core/authoring';
import { untraced } from '@botanu/delivery';
import { type AsyncScrubber, REDACTION_FAILED } from '@botanu/pii';
import type { Attributes } from '@opentelemetry/api';
import { truncate } from './content-text';

/** How long content waits for detectors, in the queue and for their answer, before it is dropped. */
const MAX_WAIT_MS = 10_000;
/** How many spans detectors are asked about at once: a service has only so many workers. */
const MAX_CONCURRENT_SPANS = 16;
/** How much content may wait, in UTF-16 code units; each span counts for some more. */
const MAX_WAITING_LENGTH = 4 * 1024 * 1024;
const LENGTH_OF_A_SPAN = 1024;

/** Takes the content that the detectors have been through; undefined where it has to be dropped. Called once. */
export type Release = (content: Attributes | undefined) => void;

/** The content of one span. */
interface Waiting {
  readonly content: Attributes;
  readonly length: number;
  readonly release: Release;
}

/**
 * Asks asynchronous detectors about the content of spans that wait for their export. Content never gets past them
 * unasked: where one fails, takes too long, or too much is waiting, the content of that span is dropped.
 */
export class ContentDetection {
  readonly #scrubber: AsyncScrubber;
  readonly #maxChars: number;
  /** What waits, each with its timer, in the order in which it came. */
  readonly #waiting = new Map<Waiting, NodeJS.Timeout>();
  /** What nobody has been asked about yet. */
  readonly #unasked = new Set<Waiting>();
  readonly #observers = new Set<() => void>();
  #waitingLength = 0;
  #askedCount = 0;

  /**
   * @param scrubber - Asks the detectors; it never rejects.
   * @param maxChars - The most that is kept of one piece of content, in UTF-16 code units.
   */
  constructor(scrubber: AsyncScrubber, maxChars: number) {
    this.#scrubber = scrubber;
    this.#maxChars = maxChars;
  }

  /** Whether nothing waits. */
  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * Holds content until the detectors have answered.
   *
   * @param content - Scrubbed with the patterns: it leaves the process here.
   * @param release - Called as soon as that is so; at once where there is no room to wait.
   */
  hold(content: Attributes, release: Release): void {
    const length = lengthOf(content);
    if (this.#waitingLength + length > MAX_WAITING_LENGTH) {
      drop('too much is waiting for them', release);
      return;
    }
    const waiting = { content, length, release };
    // The timer keeps the process alive: what waits is exported before a script ends.
    const timer = setTimeout(() => this.#giveUp(waiting, 'they took too long'), MAX_WAIT_MS);
    this.#waiting.set(waiting, timer);
    this.#waitingLength += length;
    this.#unasked.add(waiting);
    this.#askMore();
  }

  /**
   * Waits until all that is held now has been released.
   *
   * @param timeoutMs - How long at most, in milliseconds.
   */
  async drain(timeoutMs: number = MAX_WAIT_MS): Promise<void> {
    const held = [...this.#waiting.keys()];
    const isReleased = () => held.every((waiting) => !this.#waiting.has(waiting));
    if (isReleased()) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => finish(), timeoutMs);
      const observe = () => {
        if (isReleased()) {
          finish();
        }
      };
      const finish = () => {
        clearTimeout(timer);
        this.#observers.delete(observe);
        resolve();
      };
      this.#observers.add(observe);
    });
  }

  /** Releases all that waits, without its content. */
  abandon(): void {
    for (const waiting of [...this.#waiting.keys()]) {
      this.#giveUp(waiting, 'the process ended before they had answered');
    }
  }

  /** A detector that never answers keeps its place, so that there are never more than so many. */
  #askMore(): void {
    for (const waiting of this.#unasked) {
      if (this.#askedCount === MAX_CONCURRENT_SPANS) {
        return;
      }
      this.#unasked.delete(waiting);
      this.#askedCount += 1;
      const done = () => {
        this.#askedCount -= 1;
        this.#askMore();
      };
      untraced(() => this.#ask(waiting)).then(done, done);
    }
  }

  async #ask(waiting: Waiting): Promise<void> {
    const texts = await Promise.all(
      Object.entries(waiting.content).map(
        async ([key, text]) => [key, await this.#scrub(String(text))] as const,
      ),
    );
    if (texts.some(([, text]) => text === undefined)) {
      this.#giveUp(waiting, 'one of them failed');
    } else if (this.#forget(waiting)) {
      this.#finish(() => waiting.release(Object.fromEntries(texts)));
    }
  }

  /** @returns Undefined where a detector has failed. */
  async #scrub(text: string): Promise<string | undefined> {
    if (text === REDACTION_FAILED) {
      return text;
    }
    const scrubbed = await this.#scrubber.scrub(text);
    return scrubbed === REDACTION_FAILED ? undefined : truncate(scrubbed, this.#maxChars);
  }

  #giveUp(waiting: Waiting, why: string): void {
    if (this.#forget(waiting)) {
      this.#finish(() => drop(why, waiting.release));
    }
  }

  /** @returns False where it has been released already. */
  #forget(waiting: Waiting): boolean {
    clearTimeout(this.#waiting.get(waiting));
    this.#unasked.delete(waiting);
    const isHeld = this.#waiting.delete(waiting);
    this.#waitingLength -= isHeld ? waiting.length : 0;
    return isHeld;
  }

  #finish(release: () => void): void {
    safely('export a span with its content', release);
    for (const observe of [...this.#observers]) {
      observe();
    }
  }
}

function lengthOf(content: Attributes): number {
  return Object.values(content).reduce<number>((sum, text) => sum + String(text).length, LENGTH_OF_A_SPAN);
}

function drop(why: string, release: Release): void {
  warnOnce(
    'BOTANU_CONTENT_DROPPED',
    `the content of a span was not exported, since the asynchronous detectors could not look through it: ${why}. The ` +
      'span itself was. Look at the service that they ask, or capture less content.',
    why,
  );
  release(undefined);
}
