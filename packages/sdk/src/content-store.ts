import type { Attributes, Span } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createExportView, type EndedHostSpan } from './span-view';

/**
 * Captured content, beside the spans that it belongs to: it is on nothing but the view that we export, and so no
 * other processor or exporter of the process ever sees it.
 */
export class ContentStore {
  readonly #content = new WeakMap<object, Attributes>();

  /**
   * Adds content to a span.
   *
   * @param span - The span; still open.
   * @param key - The attribute's name.
   * @param text - The content, scrubbed.
   */
  add(span: Span, key: string, text: string): void {
    const attributes = this.#content.get(span);
    if (attributes === undefined) {
      this.#content.set(span, { [key]: text });
    } else {
      attributes[key] = text;
    }
  }

  /**
   * The attributes to export: the span's own, and its content as the last.
   *
   * @param span - The ended span.
   * @param attributes - Its own attributes; not changed.
   */
  addTo(span: object, attributes: Attributes): Attributes {
    const content = this.#content.get(span);
    return content === undefined ? attributes : { ...attributes, ...content };
  }
}

/**
 * Exports the spans of a provider of ours with their content.
 *
 * @param exporting - Exports.
 * @param content - Where the content is.
 */
export function withContent(exporting: SpanProcessor, content: ContentStore): SpanProcessor {
  return {
    onStart: (span, context) => exporting.onStart(span, context),
    onEnd: (span) => {
      const attributes = content.addTo(span, span.attributes);
      const isPlain = attributes === span.attributes;
      exporting.onEnd(
        isPlain ? span : createExportView(span as EndedHostSpan, attributes, span.resource as Resource),
      );
    },
    forceFlush: () => exporting.forceFlush(),
    shutdown: () => exporting.shutdown(),
  };
}
