import { joinEndings } from '@botanu/delivery';
import type { Attributes, Context } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ContentDetection } from './content-detection';
import type { ContentStore } from './content-store';
import type { ExportingProcessor } from './pipeline';
import { createScrubbedView } from './scrubbed-view';
import { createExportView, type EndedHostSpan } from './span-view';

/** How long a process that ends waits for detectors and the collector, in milliseconds. */
const SHUTDOWN_TIMEOUT_MS = 5000;

/** What a {@link ContentExport} is built from. */
export interface ContentExportOptions {
  /** Sends spans away. */
  readonly exporting: ExportingProcessor;
  /** Where captured content is. */
  readonly store: ContentStore;
  /** Takes out of a text what must not leave the process. */
  readonly scrub: (text: string) => string;
  /** Asked about content; undefined where there are no asynchronous detectors. */
  readonly detection: ContentDetection | undefined;
}

/**
 * The last that happens to a span before it is sent: what others say of exceptions and to models is scrubbed, content is added, as the
 * last of the attributes, and waits for asynchronous detectors where there are some. All of that on a view of the span:
 * other processors of the process never see it.
 */
export class ContentExport implements SpanProcessor {
  readonly #options: ContentExportOptions;
  readonly #leaveEndings: () => void;

  /**
   * @param options - What to add, and who sends it away.
   */
  constructor(options: ContentExportOptions) {
    this.#options = options;
    const { detection, exporting } = options;
    this.#leaveEndings =
      detection === undefined
        ? () => {}
        : joinEndings({
            drain: async () => {
              await detection.drain(SHUTDOWN_TIMEOUT_MS);
              await exporting.forceFlush();
            },
            isIdle: () => detection.isIdle,
            abandon: () => detection.abandon(),
          });
  }

  onStart(span: Span, parentContext: Context): void {
    this.#options.exporting.onStart(span, parentContext);
  }

  onEnd(span: ReadableSpan): void {
    const { detection, exporting, scrub, store } = this.#options;
    const content = store.contentOf(span);
    const view = createScrubbedView(span, scrub);
    if (content === undefined) {
      exporting.onEnd(view);
    } else if (detection === undefined) {
      exporting.onEnd(withContent(view, content));
    } else {
      detection.hold(content, (clean) => exporting.onEnd(withContent(view, clean)));
    }
  }

  /** What waits for detectors is sent when it has been through them. */
  sendSoon(): void {
    this.#options.exporting.sendSoon?.();
  }

  async forceFlush(): Promise<void> {
    await this.#options.detection?.drain();
    await this.#options.exporting.forceFlush();
  }

  async shutdown(): Promise<void> {
    const { detection, exporting } = this.#options;
    await detection?.drain(SHUTDOWN_TIMEOUT_MS);
    detection?.abandon();
    this.#leaveEndings();
    await exporting.shutdown();
  }
}

function viewOf(span: ReadableSpan): ReadableSpan {
  return createExportView(span as EndedHostSpan, span.attributes, span.resource as Resource);
}

/** Content comes last, so that whoever limits the number of attributes cuts it first. */
function withContent(span: ReadableSpan, content: Attributes | undefined): ReadableSpan {
  return content === undefined ? span : { ...viewOf(span), attributes: { ...span.attributes, ...content } };
}
