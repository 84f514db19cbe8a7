import type { Span } from '@opentelemetry/api';
import type { OnValue } from './completion';
import type { RunContext } from './run-context';
import { getRuntime } from './runtime';
import { warnTelemetryFailed } from './safely';
import { ATTR_BOTANU_EVAL_OUTPUT_CONTENT } from './semconv';

/** How much of a text is captured. */
export interface CaptureOptions {
  /**
   * The most UTF-16 units that are kept.
   * @defaultValue what the policy says
   */
  readonly maxChars?: number | undefined;
  /** The run that decides. @defaultValue the current one */
  readonly run?: RunContext | undefined;
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
  /**
   * Takes out of a text what must not leave the process: for what is written whether or not content is captured.
   *
   * @param text - The text.
   * @returns The text without it.
   */
  scrub(text: string): string;
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

/**
 * Scrubs a text that is written to a span in any case: the reason of an outcome, metadata. Where no policy is installed
 * the text is what the application has said it is. Never throws.
 *
 * @param text - The text.
 * @returns The text, scrubbed; empty where scrubbing failed.
 */
export function scrubText(text: string): string {
  const { capture } = getRuntime();
  if (capture === undefined) {
    return text;
  }
  try {
    return capture.scrub(text);
  } catch (error) {
    warnTelemetryFailed('scrub a text', error);
    return '';
  }
}

/**
 * Captures what the caller of a run's function is about to get.
 *
 * @param span - The run's span.
 * @param run - The run.
 * @returns Undefined where nothing is captured, so that nothing is observed either.
 */
export function outputCapture(span: Span, run: RunContext): OnValue | undefined {
  return getRuntime().capture === undefined
    ? undefined
    : (value) => captureContent(span, ATTR_BOTANU_EVAL_OUTPUT_CONTENT, value, { run });
}
