'use strict';

/** What Sentry is given in every version; nothing of it leaves the process. */
const SENTRY_OPTIONS = {
  dsn: 'http://key@127.0.0.1:1/1',
  tracesSampleRate: 0.1,
  tracePropagationTargets: [/^http:\/\/127\.0\.0\.1/],
  propagateTraceparent: true,
  sendClientReports: false,
};

/** A transport that keeps what it is handed. */
function recordEnvelopes(envelopes) {
  return () => ({
    send: (envelope) => {
      envelopes.push(JSON.parse(JSON.stringify(envelope)));
      return Promise.resolve({ statusCode: 200 });
    },
    flush: () => Promise.resolve(true),
  });
}

/** The spans of transactions (10) and of streamed spans (11), without their times. */
function sentrySpans(envelopes) {
  return envelopes
    .flatMap(([, items]) => items)
    .flatMap(([{ type }, payload]) => {
      if (type === 'transaction') {
        const { contexts, transaction, spans } = payload;
        return [describe({ ...contexts.trace, description: transaction }), ...spans.map(describe)];
      }
      return type === 'span' ? payload.items.map(describeStreamed) : [];
    });
}

/** Sentry gives measurements, empty ones, to spans that have events: botanu's own do. */
function describe(span) {
  const {
    trace_id,
    span_id,
    parent_span_id,
    description,
    data,
    start_timestamp,
    timestamp,
    measurements,
    ...others
  } = span;
  return {
    traceId: trace_id,
    spanId: span_id,
    parentSpanId: parent_span_id ?? null,
    name: description,
    attributes: data ?? {},
    events: [],
    others,
  };
}

function describeStreamed({
  trace_id,
  span_id,
  parent_span_id,
  name,
  attributes,
  start_timestamp,
  end_timestamp,
  ...others
}) {
  const values = Object.entries(attributes ?? {}).map(([key, { value }]) => [key, value]);
  return {
    traceId: trace_id,
    spanId: span_id,
    parentSpanId: parent_span_id ?? null,
    name,
    attributes: Object.fromEntries(
      values.filter(([key]) => !/^(process|host|app|device|culture|os)\./.test(key)),
    ),
    events: [],
    others,
  };
}

/** Spans by Sentry's own API, where OpenTelemetry's makes none. */
function sentryNative(Sentry) {
  return {
    span: (name, { attributes, root }, work) =>
      Sentry.startSpan({ name, attributes, forceTransaction: root === true }, (span) => work(faceOf(span))),
    start: (name) => Sentry.startInactiveSpan({ name }),
  };
}

/** Sentry's spans have no exceptions. */
function faceOf(span) {
  return new Proxy(span, {
    get: (target, key) => {
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

module.exports = { recordEnvelopes, SENTRY_OPTIONS, sentryNative, sentrySpans };
