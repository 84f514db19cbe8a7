'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');

/** W3C header values of callers: one that was sampled elsewhere, one that was not. */
const REMOTE_PARENTS = {
  sampled: '00-5b8aa5a2d2c872e8321cf37308d69df2-51581bf3cb55c134-01',
  unsampled: '00-5b8aa5a2d2c872e8321cf37308d69df3-51581bf3cb55c135-00',
};

/** Tracers without an option for their ids are seeded anew before each thing that is done: see `seed-host.cjs`. */
const beginOperation = globalThis[Symbol.for('coexistence.beginOperation')] ?? (() => {});

/** As an instrumentation of HTTP has it: a run is sent there. Calls that do not say where they go have none. */
const TO_OURSELVES = { 'server.address': '127.0.0.1' };

/** Which run the code belongs to, by a name of ours: the truth that the spans are held against. */
const runNames = new AsyncLocalStorage();

/**
 * What an application does, the same in every host and with and without botanu. Where botanu opens a run or a step,
 * the program without it opens a plain span of the same name and kind.
 */
class Scenario {
  /** Every span that was started, with what its own code could see of it. */
  truth = [];

  /** Whether botanu is there yet, or any more. */
  phase = 'before';

  #api;
  #events;
  #tracers;
  #call;
  #native;

  /**
   * @param {object} parts
   * @param {import('@opentelemetry/api')} parts.api
   * @param {{ run: Function, step: Function }} parts.events - botanu's, or the plain spans in its place.
   * @param {Function} parts.call - Calls another service, with the headers that it is given.
   * @param {object} parts.earlyTracer - Obtained before any provider was there.
   * @param {object} [parts.native] - The host's own way to make spans, where that is not OpenTelemetry's API.
   */
  constructor({ api, events, call, earlyTracer, native }) {
    this.#api = api;
    this.#events = events;
    this.#call = call;
    this.#native = native;
    this.#tracers = { early: earlyTracer, cached: api.trace.getTracer('application', '1.0.0') };
  }

  /** Before botanu is there. @returns {object} A span that is still open. */
  before() {
    this.#span('cached', 'before', {}, () => this.#span('early', 'nested before', {}, () => {}));
    return this.#start('cached', 'open across enable', {});
  }

  /** What the tracer does around a round is an operation of its own. */
  beginRound() {
    beginOperation();
  }

  /** @param {number} index - Which round: each fifth has calls of other services. */
  async round(index) {
    this.#traffic(index);
    await this.#run(`Support ${index}`, () => this.#work(index));
    this.#failingRun(index);
    await this.#concurrentRuns(index);
    await this.#runInsideSpan(index);
    if (index % 5 === 0) {
      await this.#calls(index);
      await this.#remoteParents(index);
    }
  }

  /** After botanu has been taken out again. */
  after() {
    this.#traffic(1000);
    this.#span('cached', 'after', {}, () => this.#span('early', 'nested after', {}, () => {}));
  }

  /** A run that is open while botanu is taken out. @returns {object} Ends what is open. */
  openRun() {
    let release = () => {};
    const held = new Promise((resolve) => {
      release = resolve;
    });
    const done = this.#run('Open', () => {
      const span = this.#start('cached', 'open across disable', {});
      return held.then(() => span?.end());
    });
    return { release, done };
  }

  /** Spans of no run. */
  #traffic(index) {
    this.#span('cached', 'request', { kind: 1, attributes: { 'http.route': '/health', index } }, () => {
      this.#span('early', 'nested query', { kind: 2 }, (span) => span?.setAttribute('db.rows', index));
      this.#span(`late ${index % 3}`, 'nested render', {}, () => {});
    });
  }

  async #work(index) {
    const link = this.#api.trace.getActiveSpan()?.spanContext();
    await this.#step('retrieval', async () => {
      this.#span('cached', 'search', { kind: 2, attributes: { 'search.index': 'articles' } }, (span) => {
        span?.addEvent('hit', { rank: 1 });
        span?.setAttributes({ 'search.count': index, 'search.terms': ['refund', 'order'] });
      });
      await Promise.resolve();
      this.#span('early', 'nested rank', {}, (span) => span?.updateName('nested rank by score'));
    });
    await new Promise((resolve) => setImmediate(resolve));
    this.#step('generation', () => {
      const links = link === undefined ? [] : [{ context: link, attributes: { 'link.kind': 'run' } }];
      this.#span('cached', 'chat model-1', { kind: 2, links }, (span) => {
        span?.setAttribute('gen_ai.usage.input_tokens', 10 + index);
        span?.recordException(new TypeError('no such tool'));
        span?.setStatus({ code: 2, message: 'no such tool' });
      });
      this.#span('cached', 'root of its own', { root: true }, () => {}, { isInRun: false });
    });
  }

  #failingRun(index) {
    try {
      this.#run(`Failing ${index}`, () => {
        this.#span('cached', 'nested charge', {}, () => {});
        throw new RangeError('card declined');
      });
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
    }
  }

  async #concurrentRuns(index) {
    await Promise.all(
      ['left', 'right'].map((side) =>
        this.#run(`Concurrent ${side} ${index}`, async () => {
          for (let turn = 0; turn < 3; turn += 1) {
            await Promise.resolve();
            this.#span('cached', `nested turn ${turn}`, { attributes: { side } }, () => {});
          }
        }),
      ),
    );
  }

  #runInsideSpan(index) {
    return this.#span('early', 'job', { kind: 4 }, () =>
      this.#run(`Inside ${index}`, () =>
        this.#run(`Inner ${index}`, () => this.#span('cached', 'nested deep', {}, () => {})),
      ),
    );
  }

  async #calls(index) {
    await this.#span('cached', 'outgoing', {}, () => this.#send(`/outside/${index}`));
    await this.#run(`Calling ${index}`, () =>
      this.#span('cached', 'outgoing in a run', { kind: 2, attributes: TO_OURSELVES }, () =>
        this.#send(`/inside/${index}`),
      ),
    );
  }

  #send(path) {
    beginOperation();
    const headers = {};
    const { context, propagation } = this.#api;
    propagation.inject(context.active(), headers);
    return this.#call(path, headers);
  }

  async #remoteParents(index) {
    const { context, propagation } = this.#api;
    for (const [name, traceparent] of Object.entries(REMOTE_PARENTS)) {
      const baggage = 'shop=eu-1';
      await context.with(propagation.extract(context.active(), { traceparent, baggage }), async () => {
        await this.#run(`Remote ${name} ${index}`, () => this.#send(`/remote-${name}/${index}`));
        this.#span('cached', `nested served for ${name}`, { kind: 1 }, () => {});
      });
    }
  }

  #run(workflow, work) {
    beginOperation();
    const outer = this.#events.currentSpan();
    return this.#events.run(workflow, () =>
      runNames.run(workflow, () => {
        this.#noteOpened(`botanu.run/${workflow}`, outer);
        return work();
      }),
    );
  }

  #step(name, work) {
    beginOperation();
    const outer = this.#events.currentSpan();
    return this.#events.step(name, () => {
      this.#noteOpened(`botanu.step/${name}`, outer);
      return work();
    });
  }

  /** A sampler that throws costs the span, and the work goes on in the span around it. */
  #noteOpened(name, outer) {
    const span = this.#events.currentSpan();
    if (span?.spanContext().spanId === outer?.spanContext().spanId) {
      this.truth.push({ name, phase: this.phase, error: 'no span', run: runNames.getStore() ?? null });
    } else {
      this.#note(name, span);
    }
  }

  #span(tracerName, name, options, work, { isInRun = true } = {}) {
    beginOperation();
    if (this.#native !== undefined) {
      return this.#native.span(name, options, work);
    }
    const span = this.#start(tracerName, name, options, isInRun);
    if (span === undefined) {
      return work();
    }
    const { context, trace } = this.#api;
    return context.with(trace.setSpan(context.active(), span), () => endAfter(span, () => work(span)));
  }

  #start(tracerName, name, options, isInRun = true) {
    beginOperation();
    if (this.#native !== undefined) {
      return this.#native.start(name, options);
    }
    const tracer = this.#tracers[tracerName] ?? this.#api.trace.getTracer(tracerName);
    try {
      const span = tracer.startSpan(name, options);
      this.#note(name, span, isInRun);
      return span;
    } catch (error) {
      // What the application gets from a sampler that throws is the same with and without botanu.
      this.truth.push({ name, phase: this.phase, error: String(error), run: runNames.getStore() ?? null });
      return undefined;
    }
  }

  #note(name, span, isInRun = true) {
    const { traceId, spanId, traceFlags } = span?.spanContext() ?? {};
    const run = isInRun ? (runNames.getStore() ?? null) : null;
    this.truth.push({
      name,
      phase: this.phase,
      traceId,
      spanId,
      flags: traceFlags,
      recording: span?.isRecording() === true,
      run,
    });
  }
}

function endAfter(span, work) {
  let value;
  try {
    value = work();
  } catch (error) {
    span.end();
    throw error;
  }
  if (typeof value?.then === 'function') {
    return value.finally(() => span.end());
  }
  span.end();
  return value;
}

module.exports = { Scenario };
