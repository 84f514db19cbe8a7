import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

const TICKET = "{ eventId: 'ticket 42', customerId: 'acme', workflow: 'Support' }";

jest.setTimeout(40_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const PREAMBLE = `
  import { context, propagation, trace } from '@opentelemetry/api';
  import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
  import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
  import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
  import {
    BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter, ParentBasedSampler, SimpleSpanProcessor,
    TraceIdRatioBasedSampler,
  } from '@opentelemetry/sdk-trace-base';
  import { disable, enable, event, injectRunContext, step } from '@botanu/sdk';
  const exporter = new InMemorySpanExporter();
  function registerHost(config = {}) {
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)], ...config });
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new CompositePropagator({
      propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
    }));
    return provider;
  }
  const print = (value) => console.log(JSON.stringify(value));
  const codes = (report) => report.warnings.map(({ code }) => code);
`;

async function run(source: string, environment: Record<string, string> = {}) {
  const result = await runSource(PREAMBLE + source, {
    environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url, ...environment },
  });
  expect(result.exitCode).toBe(0);
  const lines = result.output.trim().split('\n').filter(Boolean);
  return { ...result, values: lines.map((line) => JSON.parse(line)) };
}

describe('the report of enable()', () => {
  it('says what was found in a provider that was there', async () => {
    const { values, errors } = await run(`
      registerHost({ sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.25) }) });
      print(enable());
      print(enable() === enable());
    `);
    expect(values[0]).toEqual({
      mode: 'attach',
      provider: 'BasicTracerProvider',
      sampler: expect.stringContaining('TraceIdRatioBased{0.25}'),
      propagators: ['W3CTraceContextPropagator', 'W3CBaggagePropagator'],
      contextManager: 'AsyncLocalStorageContextManager',
      instrumentations: [],
      skippedInstrumentations: [],
      endpoint: `${receiver.url}/v1/traces`,
      warnings: [],
    });
    expect(values[1]).toBe(true);
    expect(errors).toContain('Preserved your sampling ratio (0.25)');
  });

  it('is the first one when enable() is called again, which changes nothing and says so', async () => {
    const { values, errors } = await run(`
      const provider = registerHost();
      const slot = globalThis[Symbol.for('opentelemetry.js.api.1')];
      const state = () => [
        slot.trace, slot.context, slot.propagation, provider._tracerOptions.sampler,
        provider._activeSpanProcessor._spanProcessors, ...provider._activeSpanProcessor._spanProcessors,
      ];
      const first = enable({ serviceName: 'first' });
      const before = state();
      const second = enable({ serviceName: 'second', mode: 'parallel', exportScope: 'runs', instrumentations: [] });
      print([second === first, state().every((value, index) => value === before[index])]);
      event(${TICKET}, () => {});
      trace.getTracer('t').startSpan('outside').end();
      await disable();
    `);
    expect(values[0]).toEqual([true, true]);
    expect(errors).toMatch(/BOTANU_ALREADY_ENABLED: enable\(\) was called again: it changed nothing/);
    expect(receiver.spans.map(({ name, resource }) => [name, resource['service.name']])).toEqual([
      ['botanu.run/Support', 'first'],
      ['outside', 'first'],
    ]);
  });

  it('says what was done where nothing was there', async () => {
    const { values } = await run('print(enable());', { OTEL_TRACES_EXPORTER: 'console' });
    expect(values[0]).toMatchObject({
      mode: 'standalone',
      provider: 'BasicTracerProvider',
      sampler: 'AlwaysOnSampler',
      instrumentations: ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-undici'],
      endpoint: 'console',
    });
  });

  it('says that nothing was done with OTEL_SDK_DISABLED', async () => {
    const { values } = await run('const report = enable(); print([report.mode, codes(report)]);', {
      OTEL_SDK_DISABLED: 'true',
    });
    expect(values[0]).toEqual(['disabled', ['BOTANU_DISABLED_BY_ENVIRONMENT']]);
  });

  it('names an endpoint that the exporter of the host uses, whatever wraps it', async () => {
    const { values, errors } = await run(`
      const url = process.env.BOTANU_COLLECTOR_ENDPOINT + '/v1/traces?key=secret';
      registerHost({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))] });
      print(codes(enable()));
      await disable();
    `);
    expect(values[0]).toEqual(['BOTANU_ENDPOINT_IN_USE']);
    expect(errors).not.toContain('secret');
  });

  it('names OTEL_TRACES_SAMPLER where it has no effect, and only there', async () => {
    const environment = { OTEL_TRACES_SAMPLER: 'always_off', OTEL_TRACES_EXPORTER: 'none' };
    const alone = await run('print(codes(enable()));', environment);
    expect(alone.values[0]).toEqual(['BOTANU_SAMPLER_NOT_USED']);
    const attached = await run('registerHost(); print(codes(enable()));', environment);
    expect(attached.values[0]).toEqual([]);
  });

  it('names both versions of the API where two are loaded', async () => {
    const { values } = await run(`
      globalThis[Symbol.for('opentelemetry.js.api.1')] = { version: '1.4.0' };
      const { warnings } = enable();
      print(warnings.find(({ code }) => code === 'BOTANU_TWO_API_VERSIONS').message);
      print(globalThis[Symbol.for('opentelemetry.js.api.1')].version);
    `);
    expect(values[0]).toMatch(/1\.4\.0 has registered .* botanu has 1\.\d+\.\d+/);
    expect(values[1]).toBe('1.4.0');
  });
});

describe('enable({ mode })', () => {
  it('parallel: spans of ours have parents of ours, and the traces of the host do not know of them', async () => {
    const { values } = await run(`
      registerHost();
      const report = enable({ mode: 'parallel' });
      print([report.mode, codes(report)]);
      const tracer = trace.getTracer('app');
      await tracer.startActiveSpan('request', async (request) => {
        await event(${TICKET}, async () => {
          await step('search', async () => {
            tracer.startSpan('query').end();
            print(injectRunContext({}));
          });
        });
        request.end();
        print(request.spanContext());
      });
      await disable();
      print(exporter.getFinishedSpans().map((span) => [span.name, span.parentSpanContext?.spanId]));
    `);
    const [report, carrier, request, theirs] = values;
    expect(report).toEqual(['parallel', ['BOTANU_PARALLEL_TRACING']]);
    expect(theirs).toEqual([
      ['query', request.spanId],
      ['request', null],
    ]);
    const [search, event] = receiver.spans;
    expect([search?.name, event?.name]).toEqual(['botanu.step/search', 'botanu.run/Support']);
    expect(search?.parentSpanId).toBe(event?.spanId);
    expect(event?.parentSpanId).toBeUndefined();
    expect(event?.traceId).not.toBe(request.traceId);
    expect(event?.links).toMatchObject([{ spanId: request.spanId, traceId: request.traceId }]);
    expect(carrier.traceparent).toContain(`${search?.traceId}-${search?.spanId}`);
    expect(carrier.baggage).toContain('botanu.event_id=ticket%2042');
  });

  it('standalone, where a provider is registered: stands beside it, and says so', async () => {
    const { values } = await run(`
      registerHost();
      const report = enable({ mode: 'standalone' });
      print([report.mode, codes(report)]);
    `);
    expect(values[0]).toEqual(['parallel', ['BOTANU_MODE_UNAVAILABLE', 'BOTANU_PARALLEL_TRACING']]);
  });

  it('attach, where there is nothing to join: stands alone, says so, and joins what comes', async () => {
    const { values } = await run(
      `
        const report = enable();
        print([report.mode, codes(report)]);
        registerHost();
        event(${TICKET}, () => {});
        await disable();
        print(exporter.getFinishedSpans().map(({ name }) => name));
      `,
      { BOTANU_MODE: 'attach' },
    );
    expect(values).toEqual([['standalone', ['BOTANU_MODE_UNAVAILABLE']], ['botanu.run/Support']]);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.run/Support']);
  });

  it('is refused where it is none', async () => {
    const { values } = await run("try { enable({ mode: 'join' }); } catch (error) { print(String(error)); }");
    expect(values[0]).toBe(
      'ConfigurationError: mode is "join", which is not supported. Write one of: auto, standalone, attach, parallel.',
    );
  });
});

describe('a tracer that is no OpenTelemetry provider', () => {
  const FOREIGN = `
    class MysteryProvider {
      getTracer() { return trace.wrapSpanContext ? { startSpan: () => trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }) } : undefined; }
    }
  `;

  it('is never patched: ours stands beside it, and the warning names its class', async () => {
    const { values, errors } = await run(`
      ${FOREIGN}
      const mystery = new MysteryProvider();
      const before = JSON.stringify(mystery);
      trace.setGlobalTracerProvider(mystery);
      const report = enable();
      print([report.mode, codes(report), JSON.stringify(mystery) === before]);
      event(${TICKET}, () => {});
      await disable();
      print(trace.getTracerProvider().getDelegate() === mystery);
    `);
    expect(values).toEqual([
      ['parallel', ['BOTANU_PARALLEL_TRACING', 'BOTANU_NO_BAGGAGE_PROPAGATOR'], true],
      true,
    ]);
    expect(errors).toContain('MysteryProvider');
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.run/Support']);
  });

  it('may come after us', async () => {
    const { values } = await run(`
      ${FOREIGN}
      print(enable().mode);
      const mystery = new MysteryProvider();
      print(trace.setGlobalTracerProvider(mystery));
      event(${TICKET}, () => {});
      await disable();
      print(trace.getTracerProvider().getDelegate() === mystery);
    `);
    expect(values).toEqual(['standalone', true, true]);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.run/Support']);
  });

  it('is noticed although it registers nothing, also after us', async () => {
    const { values } = await run(`
      print(enable({ propagationTargets: ['*'] }).mode);
      globalThis._ddtrace = {};
      event(${TICKET}, () => print(injectRunContext({})));
      const carrier = {};
      event(${TICKET}, () => propagation.inject(context.active(), carrier));
      print(Object.keys(carrier));
      await disable();
    `);
    expect(values[0]).toBe('standalone');
    expect(values[1]).toMatchObject({ baggage: expect.any(String), traceparent: expect.any(String) });
    expect(values[2]).not.toContain('traceparent');
    expect(receiver.spans).toHaveLength(2);
  });
});

it('a sampler that throws still throws for spans of the host, and event() survives it', async () => {
  const { values, errors } = await run(`
    const sampler = { shouldSample: () => { throw new Error('no decision'); }, toString: () => 'Broken' };
    registerHost({ sampler });
    print(enable().sampler);
    const attempt = (work) => { try { return work(); } catch (error) { return 'thrown: ' + error.message; } };
    print(attempt(() => trace.getTracer('app').startSpan('theirs')));
    print(attempt(() => event(${TICKET}, (run) => step('search', () => typeof run.runId))));
    await disable();
    print(attempt(() => trace.getTracer('app').startSpan('theirs')));
  `);
  expect(values).toEqual(['Broken', 'thrown: no decision', 'string', 'thrown: no decision']);
  expect(errors).toContain('BOTANU_TELEMETRY_FAILED: could not start a span');
});

describe('enable({ exportScope: "runs" })', () => {
  it('alone: records nothing outside a run', async () => {
    await run(`
      enable({ exportScope: 'runs' });
      const tracer = trace.getTracer('app');
      tracer.startSpan('outside').end();
      event(${TICKET}, () => tracer.startSpan('inside').end());
      await disable();
    `);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['inside', 'botanu.run/Support']);
  });
});

it('a hung collector neither delays nor fails the flush and the shutdown of the host', async () => {
  receiver.misbehave({ type: 'never' });
  const { values } = await run(`
    const provider = registerHost();
    enable();
    event(${TICKET}, () => {});
    const before = performance.now();
    await provider.forceFlush();
    await provider.shutdown();
    print(performance.now() - before);
    process.exit(0);
  `);
  expect(values[0]).toBeLessThan(1000);
});
