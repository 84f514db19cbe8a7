import type { Span } from '@opentelemetry/api';
import type { OnValue } from './completion';
import type { RunContext } from './run-context';
import { getRuntime } from './runtime';
import { safely } from './safely';

/**
 * How much of a text is captured.
 * @example
 * ```ts
 * const options: CaptureOptions = { maxChars: 500 };
 * const span = startSpan('execute_tool search', { kind: SpanKind.INTERNAL }, ROOT_CONTEXT);
 * captureContent(span, 'botanu.eval.input_content', ticket.text, options);
 * span.end();
 * ```
 */
export interface CaptureOptions {
  /**
   * The most UTF-16 units that are kept.
   * @defaultValue what the policy says
   */
  readonly maxChars?: number | undefined;
  /** The run that decides. @defaultValue the current one */
  readonly run?: RunContext | undefined;
}

/** What a run knows about the content that belongs to it. */
export interface RunContent {
  /** The run's span. */
  readonly span: Span;
  /** What `event()` was told; undefined where the rate decides. */
  readonly captureInput: boolean | undefined;
}

/**
 * Decides whether content is written, scrubs it, and writes it. Nothing is captured where none is installed.
 * @example
 * ```ts
 * const policy: CapturePolicy = {
 *   capture: (span, key, value) => span.setAttribute(key, String(value).slice(0, 100)),
 *   scrub: (text) => text.replace(/\d/g, '#'),
 * };
 * console.log(policy.scrub('call 555-0142')); // call ###-####
 * ```
 */
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
 * @example
 * ```ts
 * const span = startSpan('execute_tool search', { kind: SpanKind.INTERNAL }, ROOT_CONTEXT);
 * captureContent(span, 'botanu.eval.input_content', ticket.text, { maxChars: 500 });
 * span.end();
 * ```
 */
export function captureContent(span: Span, key: string, value: unknown, options: CaptureOptions = {}): void {
  const { capture } = getRuntime();
  if (capture === undefined || value === undefined || value === null) {
    return;
  }
  safely('capture content', () => capture.capture(span, key, value, options));
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
  return capture === undefined ? text : (safely('scrub a text', () => capture.scrub(text)) ?? '');
}

/**
 * Captures a part of a run's content.
 *
 * @param run - The run.
 * @param key - Which part: the attribute's name.
 * @returns Undefined where nothing is captured, so that nothing is observed either.
 */
export function captureOf(run: RunContext, key: string): OnValue | undefined {
  const { content } = run;
  return content && ((value) => captureContent(content.span, key, value, { run }));
}
