import type { Span } from '@opentelemetry/api';
import { getRuntime } from './runtime';
import { warnTelemetryFailed } from './safely';

/** How much of a text is captured. */
export interface CaptureOptions {
  /**
   * The most UTF-16 units that are kept.
   * @defaultValue what the policy says
   */
  readonly maxChars?: number | undefined;
}

/** Decides whether content is written, scrubs it, and writes it. Nothing is captured where none is installed. */
export interface CapturePolicy {
  /**
   * Called for each piece of content that the application hands to a tracker.
   *
   * @param span - The span that the content belongs to; still open.
   * @param key - The attribute's name. @example `botanu.eval.input_content`
   * @param value - The content: a text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  capture(span: Span, key: string, value: unknown, options: CaptureOptions): void;
}

/**
 * Hands content to the installed capture policy. Without one nothing is written and nothing is serialised: content
 * fails closed. Never throws.
 *
 * @param span - The span that the content belongs to.
 * @param key - The attribute's name.
 * @param value - The content.
 * @param options - How much to keep.
 */
export function captureContent(span: Span, key: string, value: unknown, options: CaptureOptions = {}): void {
  const { capture } = getRuntime();
  if (capture === undefined || value === undefined || value === null) {
    return;
  }
  try {
    capture.capture(span, key, value, options);
  } catch (error) {
    warnTelemetryFailed('capture content', error);
  }
}
