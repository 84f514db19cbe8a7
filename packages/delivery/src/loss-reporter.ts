import { warnEachTime } from '@botanu/core/authoring';
import type { DropReason } from './types';

/** As long as the next loss comes sooner than this, it is the same one. */
const QUIET_MS = 10_000;

const EXPLANATIONS: Readonly<Record<DropReason, string>> = {
  queue_full: 'more spans end than can be delivered, and the queue is full',
  refused: 'the collector refuses them',
  rejected: 'the collector takes a part of what it is sent',
  too_large: 'single spans are larger than the collector takes',
  retries_exhausted: 'the collector fails at them again and again, while it takes others',
  export_failed: 'the exporter could not deliver them',
  unserializable: 'they could not be encoded',
  shutdown_timeout: 'the collector did not take them in the time that shutdown() has',
  process_exit: 'the process ends before they could be sent',
  after_shutdown: 'they ended after shutdown()',
  corrupt: 'they were damaged on disk',
};

/** One line when spans begin to be lost, and one with their number when that is over: not one for each. */
export class LossReporter {
  readonly #destination: string;
  #lost = 0;
  #end: NodeJS.Timeout | undefined;

  /** @param destination - Where the spans should have gone, without credentials. */
  constructor(destination: string) {
    this.#destination = destination;
  }

  /** Spans were lost. */
  report(count: number, reason: DropReason): void {
    if (this.#lost === 0) {
      warnEachTime(
        'BOTANU_SPANS_LOST',
        `spans to ${this.#destination} are being lost: ${EXPLANATIONS[reason]}. Their number follows.`,
      );
    }
    this.#lost += count;
    if (this.#end === undefined) {
      this.#end = setTimeout(() => this.finish(), QUIET_MS).unref();
    } else {
      this.#end.refresh();
    }
  }

  /** The loss is over, or the process is. */
  finish(): void {
    clearTimeout(this.#end);
    this.#end = undefined;
    if (this.#lost > 0) {
      warnEachTime(
        'BOTANU_SPANS_LOST',
        `the number of spans to ${this.#destination} that were lost: ${this.#lost}.`,
      );
      this.#lost = 0;
    }
  }
}
