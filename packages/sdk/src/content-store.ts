import type { Attributes, Span } from '@opentelemetry/api';

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
   * The content of a span.
   *
   * @param span - The ended span, or a view of it that content was handed on to.
   * @returns Undefined where it has none.
   */
  contentOf(span: object): Readonly<Attributes> | undefined {
    return this.#content.get(span);
  }

  /**
   * Lets a view of a span have its content.
   *
   * @param span - The ended span.
   * @param view - What is exported in its place.
   */
  handOn(span: object, view: object): void {
    const content = this.#content.get(span);
    if (content !== undefined) {
      this.#content.set(view, content);
    }
  }
}
