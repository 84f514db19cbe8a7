'use strict';

/** botanu's own runs and steps. */
function botanuEvents({ event, step, getCurrentSpan }) {
  return {
    run: (workflow, work) =>
      event({ eventId: `event of ${workflow}`, customerId: 'customer-1', workflow }, work),
    step,
    currentSpan: getCurrentSpan,
  };
}

/**
 * What an application without botanu would write in its place: a plain span around the work, that ends with it and
 * has the status of an error when it throws.
 *
 * @param {import('@opentelemetry/api')} api
 * @param {string} coreVersion - The version that botanu's tracer has.
 */
function plainEvents(api, coreVersion) {
  const run = (name, kind, work) => {
    const tracer = api.trace.getTracer('@botanu/core', coreVersion);
    let span;
    try {
      span = tracer.startSpan(name, { kind });
    } catch {
      return work();
    }
    const fail = (error) => {
      span.setStatus({ code: 2 });
      span.end();
      throw error;
    };
    return api.context.with(api.trace.setSpan(api.context.active(), span), () => {
      let value;
      try {
        value = work();
      } catch (error) {
        fail(error);
      }
      if (typeof value?.then !== 'function') {
        span.end();
        return value;
      }
      return value.then((result) => {
        span.end();
        return result;
      }, fail);
    });
  };
  return {
    run: (workflow, work) => run(`botanu.run/${workflow}`, 1, work),
    step: (name, work) => run(`botanu.step/${name}`, 0, work),
    currentSpan: () => api.trace.getActiveSpan(),
  };
}

/** Nothing in its place: for a tracer beside which botanu has a provider of its own. */
function noEvents() {
  return {
    run: (_workflow, work) => work(),
    step: (_name, work) => work(),
    currentSpan: () => undefined,
  };
}

module.exports = { botanuEvents, plainEvents, noEvents };
