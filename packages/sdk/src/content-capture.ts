import { currentRun, type RunContext } from '@botanu/core';
import type { CaptureOptions, CapturePolicy } from '@botanu/core/authoring';
import type { Span } from '@opentelemetry/api';
import { isContentCaptured } from './content-decision';
import type { ContentStore } from './content-store';
import { toContentText, truncate } from './content-text';

/** Takes out of a text what must not leave the process. */
interface ContentScrubber {
  /** @returns The text without it; never throws. */
  scrub(text: string): string;
}

/** What a {@link ContentCapture} is built from. */
export interface ContentCaptureOptions {
  /** The share of events whose content is captured, from 0 to 1. */
  readonly rate: number;
  /** The most that is kept of one piece of content, in UTF-16 code units. */
  readonly maxLength: number;
  /** Undefined: nothing is captured. `'none'`: the application has said that nothing is to be scrubbed. */
  readonly scrubber: ContentScrubber | 'none' | undefined;
  readonly store: ContentStore;
}

/** A scrubber must see what straddles the cut: the longest thing that it finds. */
const MAX_FINDING_LENGTH = 16_384;

/**
 * Decides for each run whether its content is captured, scrubs what is, and keeps it for the export.
 */
export class ContentCapture implements CapturePolicy {
  readonly #options: ContentCaptureOptions;

  /**
   * @param options - What to capture, and how.
   */
  constructor(options: ContentCaptureOptions) {
    this.#options = options;
  }

  capture(span: Span, key: string, value: unknown, { maxChars, run = currentRun() }: CaptureOptions): void {
    if (!span.isRecording() || !this.#isCaptured(span, run)) {
      return;
    }
    const { maxLength, store } = this.#options;
    const text = toContentText(value, maxLength + MAX_FINDING_LENGTH);
    if (text !== undefined) {
      const limit = maxChars === undefined ? maxLength : Math.min(maxChars, maxLength);
      store.add(span, key, truncate(this.scrub(text), limit));
    }
  }

  scrub(text: string): string {
    const { scrubber } = this.#options;
    return scrubber === undefined || scrubber === 'none' ? text : scrubber.scrub(text);
  }

  #isCaptured(span: Span, run: RunContext | undefined): boolean {
    const { rate, scrubber } = this.#options;
    if (scrubber === undefined) {
      return false;
    }
    return run?.content?.captureInput ?? isContentCaptured(run?.eventId || span.spanContext().traceId, rate);
  }
}
