'use strict';

/** @typedef {import('@opentelemetry/api')} Api */

/** An exporter that keeps what it is handed, as it is at that moment. */
class RecordingExporter {
  spans = [];

  export(spans, resultCallback) {
    this.spans.push(...spans.map(describeSpan));
    resultCallback({ code: 0 });
  }

  forceFlush() {
    return Promise.resolve();
  }

  shutdown() {
    return Promise.resolve();
  }
}

/** A processor that keeps which of its hooks is called with which span: one that counts spans sees just this. */
class RecordingProcessor {
  calls = [];
  #api;

  /** @param {Api} api */
  constructor(api) {
    this.#api = api;
  }

  onStart(span, context) {
    const parent = this.#api.trace.getSpanContext(context)?.spanId ?? 'none';
    this.#note('onStart', span, `parent ${parent}`);
  }

  onEnding(span) {
    this.#note('onEnding', span, `recording ${span.isRecording()}`);
  }

  onEnd(span) {
    this.#note('onEnd', span, `ended ${span.ended}`);
  }

  forceFlush() {
    this.calls.push('forceFlush');
    return Promise.resolve();
  }

  shutdown() {
    this.calls.push('shutdown');
    return Promise.resolve();
  }

  #note(hook, span, detail) {
    const { spanId, traceFlags } = span.spanContext();
    this.calls.push(`${hook} ${spanId} ${span.name} flags ${traceFlags} ${detail}`);
  }
}

/** What two exporters of two processes can be compared by: everything but the times. */
function describeSpan(span) {
  const { traceId, spanId, traceFlags, traceState, isRemote } = span.spanContext();
  const scope = span.instrumentationScope ?? span.instrumentationLibrary;
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId ?? null,
    name: span.name,
    kind: String(span.kind),
    flags: traceFlags,
    traceState: traceState?.serialize() ?? '',
    isRemote: isRemote === true,
    status: { ...span.status },
    attributes: withoutTimes({ ...span.attributes }),
    events: span.events.map(({ name, attributes }) => ({ name, attributes: withoutStack(attributes) })),
    links: span.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: { ...attributes },
    })),
    scope: { name: scope.name, version: scope.version ?? '' },
    resource: withoutProcess({ ...span.resource.attributes }),
    ended: span.ended,
  };
}

/** The lines of a stack say from where a function was called: that is botanu in one of the programs. */
function withoutStack(attributes = {}) {
  return 'exception.stacktrace' in attributes
    ? { ...attributes, 'exception.stacktrace': 'a stack' }
    : { ...attributes };
}

/** Instrumentations measure, too. */
function withoutTimes(attributes) {
  return 'http.response_time' in attributes ? { ...attributes, 'http.response_time': 'a time' } : attributes;
}

/** Two processes are two processes. */
function withoutProcess(resource) {
  return Object.fromEntries(
    Object.entries(resource).filter(([key]) => !/^(process|host)\.|instance\.id$/.test(key)),
  );
}

module.exports = { RecordingExporter, RecordingProcessor, describeSpan };
