import { runAttributesOf, warnTelemetryFailed } from '@botanu/core/authoring';
import type { Attributes, AttributeValue, Context } from '@opentelemetry/api';

/**
 * What the enricher needs of a span as it starts. The spans of OpenTelemetry SDK 1.x, 2.x and 3.x all have it,
 * so that this package depends on none of them.
 */
export interface StartingSpan {
  /** The attributes that the span was started with. */
  readonly attributes: Attributes;
  /** Adds an attribute. */
  setAttribute(key: string, value: AttributeValue): unknown;
  /** Adds several. */
  setAttributes(attributes: Attributes): unknown;
}

/**
 * A span processor that stamps the run context (run, workflow, event, customer, environment, tenant, parent
 * run, step) on every span that starts inside a run, auto-instrumented spans included, also where the run was
 * opened in another service and arrived as W3C Baggage.
 *
 * A key that the span already carries is left alone. Nothing is stamped outside a run. It never throws, holds
 * nothing back, and exports nothing: put it before the processor that exports.
 *
 * @example
 * ```ts
 * import { BasicTracerProvider, BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
 *
 * const provider = new BasicTracerProvider({
 *   spanProcessors: [new RunContextEnricher(), new BatchSpanProcessor(new ConsoleSpanExporter())],
 * });
 * ```
 */
export class RunContextEnricher {
  /**
   * Stamps the span.
   *
   * @param span - The span that starts.
   * @param parentContext - The context that it starts in: its baggage says which run.
   */
  onStart(span: StartingSpan, parentContext: Context): void {
    try {
      const stamp = runAttributesOf(parentContext);
      if (stamp !== undefined) {
        addMissing(span, stamp);
      }
    } catch (error) {
      warnTelemetryFailed('stamp the run context on a span', error);
    }
  }

  /** Does nothing: attributes are set when a span starts. */
  onEnd(): void {}

  /** Resolves at once: nothing is held back. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Resolves at once: nothing is held back. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** Many spans start without any attribute: then there is nothing to look for, key by key. */
function addMissing(span: StartingSpan, stamp: Readonly<Attributes>): void {
  const { attributes } = span;
  if (isEmpty(attributes)) {
    span.setAttributes(stamp);
    return;
  }
  for (const key in stamp) {
    if (attributes[key] === undefined) {
      span.setAttribute(key, stamp[key] as AttributeValue);
    }
  }
}

function isEmpty(attributes: Attributes): boolean {
  for (const _ in attributes) {
    return false;
  }
  return true;
}
