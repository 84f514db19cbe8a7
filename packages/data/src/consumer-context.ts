import type { ParentTrace } from '@botanu/core';
import { contextFrom, contextWithSpan, inheritedLinks, spanOf } from '@botanu/core/authoring';
import { type Context, type Link, context as openTelemetryContext } from '@opentelemetry/api';

/** Where the work on a message goes on. */
interface ConsumerContext {
  readonly context: Context;
  /** What the consumer's span links to beside what it inherits. */
  readonly links: Link[];
}

/**
 * The context in which a consumer's span starts: in the run of the message, whose producer it links to. Where a span
 * is current already (that of an instrumentation, or of a loop that polls), it stays the parent.
 *
 * @param carrier - The message's.
 * @param parentTrace - Whether the producer's span is linked to, or the parent.
 */
export function joinProducer(carrier: object, parentTrace: ParentTrace): ConsumerContext {
  const active = openTelemetryContext.active();
  const { context } = contextFrom(carrier, active, { parentTrace });
  const current = spanOf(active);
  if (parentTrace === 'parent' || current === undefined) {
    return { context, links: [] };
  }
  return { context: contextWithSpan(context, current), links: inheritedLinks(context) ?? [] };
}
