import { type Context, createContextKey, type Span, trace } from '@opentelemetry/api';
import { spanOf } from './own-span';

/** Where OpenTelemetry's HTTP instrumentation leaves its span for the instrumentations of frameworks. */
const RPC_METADATA_KEY = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

/**
 * The spans of a request that are recorded: the current one first, and, where the framework's instrumentation has made
 * that one, the span of the whole request as the last.
 *
 * @param context - In which a request arrives.
 */
export function requestSpans(context: Context): readonly Span[] {
  const current = spanOf(context);
  if (current === undefined) {
    return NONE;
  }
  const metadata = context.getValue(RPC_METADATA_KEY) as { readonly span?: Span } | undefined;
  // Where the current span is ours alone, the other one belongs to a tracer that is none of our business.
  const outer = current === trace.getSpan(context) ? metadata?.span : undefined;
  const spans = outer === undefined || outer === current ? [current] : [current, outer];
  return spans.filter((span) => span.isRecording());
}

const NONE: readonly Span[] = [];
