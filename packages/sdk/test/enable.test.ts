import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

const TICKET = "{ eventId: 'ticket 42', customerId: 'acme', workflow: 'Support' }";

// Processes start slowly on a busy machine, and disable() waits up to five seconds for a collector.
jest.setTimeout(40_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const toReceiver = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'desk' });

function spanNamed(name: string) {
  const spans = receiver.spans.filter((span) => span.name === name);
  expect(spans).toHaveLength(1);
  return spans[0] as (typeof spans)[number];
}

const SERVICE = `
  const server = createServer((request, response) => {
    response.end(JSON.stringify(request.headers));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = 'http://127.0.0.1:' + server.address().port + '/articles';
`;

describe('the first event()', () => {
  it('enables everything when @botanu/sdk was imported, and spans arrive by OTLP', async () => {
    const result = await runSource(
      `
        import { disable, event, isEnabled } from '@botanu/sdk';
        console.log(isEnabled());
        event(${TICKET}, (run) => console.log(run.runId));
        console.log(isEnabled());
        await disable();
        console.log(isEnabled());
      `,
      { environment: toReceiver() },
    );
    const [before, runId, during, after] = result.output.trim().split('\n');
    expect([before, during, after, result.errors, result.exitCode]).toEqual([
      'false',
      'true',
      'false',
      '',
      0,
    ]);
    const span = spanNamed('botanu.run/Support');
    expect(span.attributes).toMatchObject({ 'botanu.run_id': runId, 'botanu.event_id': 'ticket 42' });
    expect(span.resource).toMatchObject({
      'service.name': 'desk',
      'deployment.environment': 'production',
      'deployment.environment.name': 'production',
      'telemetry.distro.name': '@botanu/sdk',
    });
    expect(receiver.requests[0]).toMatchObject({ path: '/v1/traces', contentType: 'application/x-protobuf' });
  });

  it('enables nothing where only @botanu/core is used', async () => {
    const result = await runSource(
      `
        import { event } from '@botanu/core';
        console.log(event(${TICKET}, () => 7));
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: '7\n', errors: '', exitCode: 0 });
    expect(receiver.requests).toHaveLength(0);
  });

  it('enables nothing after disable()', async () => {
    const result = await runSource(
      `
        import { disable, event, isEnabled } from '@botanu/sdk';
        await disable();
        event(${TICKET}, () => {});
        console.log(isEnabled());
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: 'false\n', errors: '', exitCode: 0 });
  });

  it('warns, and runs all the same, where the configuration cannot work', async () => {
    const result = await runSource(
      `
        import { diag, DiagConsoleLogger } from '@opentelemetry/api';
        import { event } from '@botanu/sdk';
        diag.setLogger(new DiagConsoleLogger());
        console.log(event(${TICKET}, () => 7));
      `,
      { environment: { BOTANU_COLLECTOR_ENDPOINT: 'user:secret@nowhere' } },
    );
    expect(result).toMatchObject({ output: '7\n', exitCode: 0 });
    expect(result.errors).toContain(
      'BOTANU_INVALID_CONFIGURATION: otlpEndpoint: BOTANU_COLLECTOR_ENDPOINT is not an http or https URL',
    );
    expect(result.errors).not.toContain('secret');
  });
});

describe.each([
  [
    'ES module',
    'module' as const,
    "import { createServer, get } from 'node:http'; import { disable, enable, event, step } from '@botanu/sdk'; enable();",
  ],
  [
    'CommonJS',
    'commonjs' as const,
    "const { disable, enable, event, step } = require('@botanu/sdk'); enable(); const { createServer, get } = require('http');",
  ],
])('HTTP in an %s', (_, type, imports) => {
  it('carries the run into the next service, over fetch and over http', async () => {
    const body = `
      ${SERVICE}
      const viaHttp = () => new Promise((resolve) => {
        get(url, (response) => {
          let text = '';
          response.on('data', (chunk) => { text += chunk; });
          response.on('end', () => resolve(JSON.parse(text)));
        });
      });
      await event(${TICKET}, async (run) => {
        const overFetch = await step('retrieval', async () => (await fetch(url)).json());
        const overHttp = await viaHttp();
        console.log(JSON.stringify({ runId: run.runId, overFetch, overHttp }));
      });
      server.close();
      await disable();
    `;
    const source = type === 'module' ? imports + body : `${imports} (async () => { ${body} })();`;
    const result = await runSource(source, { type, environment: toReceiver() });
    expect(result).toMatchObject({ errors: '', exitCode: 0 });
    const { runId, overFetch, overHttp } = JSON.parse(result.output);
    const entries = `botanu.run_id=${runId},botanu.workflow=Support,botanu.event_id=ticket%2042,botanu.customer_id=acme,botanu.environment=production`;
    expect(overFetch.baggage).toBe(`${entries},botanu.step=retrieval`);
    expect(overHttp.baggage).toBe(entries);
    const run = spanNamed('botanu.run/Support');
    expect(overHttp.traceparent).toContain(run.traceId);
    const servers = receiver.spans.filter((span) => span.kind === 2 && span.name === 'GET');
    const clients = receiver.spans.filter((span) => span.kind === 3);
    expect([servers.length, clients.length]).toEqual([2, 2]);
    for (const span of [...servers, ...clients]) {
      expect(span.traceId).toBe(run.traceId);
      expect(span.attributes).toMatchObject({ 'botanu.run_id': runId, 'botanu.customer_id': 'acme' });
    }
  });
});

describe('enable()', () => {
  it('is harmless when called twice, and can be called again after disable()', async () => {
    const result = await runSource(
      `
        import { disable, enable, event, isEnabled } from '@botanu/sdk';
        enable(); enable();
        event(${TICKET}, () => {});
        await Promise.all([disable(), disable()]);
        event({ ...${TICKET}, workflow: 'Unseen' }, () => {});
        enable({ serviceName: 'again', environment: 'staging' });
        event({ ...${TICKET}, workflow: 'Again' }, () => {});
        await disable();
        console.log(isEnabled());
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: 'false\n', exitCode: 0 });
    expect(result.errors.match(/BOTANU_ALREADY_ENABLED/g)).toHaveLength(1);
    expect(receiver.spans.map((span) => span.name)).toEqual(['botanu.run/Support', 'botanu.run/Again']);
    expect(receiver.spans[1]?.resource['service.name']).toBe('again');
    expect(receiver.spans[1]?.attributes['botanu.environment']).toBe('staging');
  });

  it('can be called again while disable() still waits for the collector, which both calls of it do', async () => {
    const result = await runSource(
      `
        import { currentRun, disable, enable, event } from '@botanu/sdk';
        enable();
        event(${TICKET}, () => {});
        const first = disable();
        const second = disable();
        enable();
        console.log(event({ ...${TICKET}, workflow: 'Again' }, (run) => currentRun() === run));
        await second;
        const response = await fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/nothing');
        console.log(response.status);
        await first;
        await disable();
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: 'true\n404\n', errors: '', exitCode: 0 });
    expect(receiver.spans.map((span) => span.name)).toEqual([
      'botanu.run/Support',
      'botanu.run/Again',
      'GET',
    ]);
  });

  it('does nothing with OTEL_SDK_DISABLED=true, and not with =false', async () => {
    const source = `
      import { disable, enable, event, isEnabled } from '@botanu/sdk';
      enable();
      console.log(isEnabled(), event(${TICKET}, () => 7));
      await disable();
    `;
    const disabled = await runSource(source, {
      environment: { ...toReceiver(), OTEL_SDK_DISABLED: 'true' },
    });
    expect(disabled).toMatchObject({ output: 'false 7\n', errors: '', exitCode: 0 });
    expect(receiver.spans).toHaveLength(0);
    const enabled = await runSource(source, {
      environment: { ...toReceiver(), OTEL_SDK_DISABLED: 'false' },
    });
    expect(enabled).toMatchObject({ output: 'true 7\n', errors: '', exitCode: 0 });
    expect(receiver.spans).toHaveLength(1);
  });

  it('joins a provider that is there already, and leaves it the global one', async () => {
    const result = await runSource(
      `
        import { diag, DiagConsoleLogger, trace } from '@opentelemetry/api';
        import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
        import { disable, enable, event, isEnabled } from '@botanu/sdk';
        diag.setLogger(new DiagConsoleLogger());
        const provider = new BasicTracerProvider();
        trace.setGlobalTracerProvider(provider);
        const { mode, warnings } = enable();
        console.log(mode, warnings.map(({ code }) => code).join());
        event(${TICKET}, () => {});
        await disable();
        console.log(isEnabled(), trace.getTracerProvider().getDelegate() === provider);
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({
      output: 'attach BOTANU_NO_BAGGAGE_PROPAGATOR,BOTANU_NO_CONTEXT_MANAGER\nfalse true\n',
      exitCode: 0,
    });
    expect(result.errors.match(/BOTANU_NO_CONTEXT_MANAGER/g)).toHaveLength(1);
    expect(receiver.spans.map((span) => span.name)).toEqual(['botanu.run/Support']);
  });

  it('keeps the context manager and the propagator of the application, also through disable()', async () => {
    const result = await runSource(
      `
        import { context, propagation } from '@opentelemetry/api';
        import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
        import { currentRun, disable, enable, event } from '@botanu/sdk';
        context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
        propagation.setGlobalPropagator({ inject: (c, carrier) => { carrier.mine = 'yes'; }, extract: (c) => c, fields: () => [] });
        enable();
        await disable();
        const carrier = {};
        propagation.inject(context.active(), carrier);
        console.log(carrier.mine, event(${TICKET}, (run) => currentRun() === run));
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: 'yes true\n', exitCode: 0 });
    expect(result.errors).toContain('BOTANU_NO_BAGGAGE_PROPAGATOR');
  });

  it.each([
    ['otlpEndpoint', "{ otlpEndpoint: 'ftp://user:secret@host' }", {}],
    ['BOTANU_COLLECTOR_ENDPOINT', '{}', { BOTANU_COLLECTOR_ENDPOINT: 'not a url with secret' }],
    [
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      '{}',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'localhost:4318/secret' },
    ],
    ['OTEL_TRACES_EXPORTER', '{}', { OTEL_TRACES_EXPORTER: 'zipkin' }],
  ])(
    'throws a ConfigurationError that names %s, and changes nothing',
    async (source, options, environment) => {
      const result = await runSource(
        `
        import { ConfigurationError, enable, isEnabled } from '@botanu/sdk';
        try { enable(${options}); } catch (error) {
          console.log(error instanceof ConfigurationError, isEnabled(), error.message);
        }
      `,
        { environment },
      );
      expect(result.output).toMatch(new RegExp(`^true false \\w+: ${source} is `));
      expect(result.output + result.errors).not.toContain('secret');
    },
  );
});

describe('the collector', () => {
  it('may be away: the application runs on, and one line says so, and one what was lost', async () => {
    const result = await runSource(
      `
        import { disable, enable, event } from '@botanu/sdk';
        enable();
        for (let count = 0; count < 5; count += 1) console.log(event(${TICKET}, () => count));
        await disable();
        console.log('done');
      `,
      { environment: { BOTANU_COLLECTOR_ENDPOINT: 'http://127.0.0.1:9' } },
    );
    expect(result).toMatchObject({ output: '0\n1\n2\n3\n4\ndone\n', exitCode: 0 });
    expect(result.errors.match(/BOTANU_EXPORT_FAILED/g)).toHaveLength(1);
    expect(result.errors).toMatch(/BOTANU_SPANS_LOST: .* that were lost: 5\.\n$/);
  });

  it('may hang: disable() waits a bounded time, and the process ends', async () => {
    receiver.misbehaveAlways({ type: 'never' });
    const result = await runSource(
      `
        import { disable, enable, event } from '@botanu/sdk';
        enable();
        event(${TICKET}, () => {});
        await disable();
        console.log('done');
        process.exit(0);
      `,
      { environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: 'done\n', exitCode: 0 });
    expect(result.errors).toMatch(/BOTANU_SPANS_LOST: .* that were lost: 1\.\n$/);
  });

  it.each([
    ['not at an endpoint of ours', 'BOTANU_COLLECTOR_ENDPOINT', undefined],
    ['at its own endpoint', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'another vendor'],
  ])('sees the headers of OTEL_ variables %s', async (_, variable, header) => {
    await runSource(
      `
        import { disable, enable, event } from '@botanu/sdk';
        enable({ otlpHeaders: { 'x-mine': 'yes' } });
        if (process.env.OTEL_EXPORTER_OTLP_HEADERS !== 'api-key=another%20vendor') throw new Error('changed');
        event(${TICKET}, () => {});
        await disable();
      `,
      { environment: { [variable]: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: 'api-key=another%20vendor' } },
    );
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.headers['x-mine']).toBe('yes');
    expect(receiver.requests[0]?.headers['api-key']).toBe(header);
  });
});

describe('@botanu/sdk/register', () => {
  it.each([
    [
      '--import',
      'module' as const,
      "import { currentRun, event, disable } from '@botanu/sdk';",
      'await disable();',
    ],
    [
      '--require',
      'commonjs' as const,
      "const { currentRun, event, disable } = require('@botanu/sdk');",
      'disable();',
    ],
  ])('enables before the application starts: node %s', async (flag, type, imports, ending) => {
    const result = await runSource(
      `
        ${imports}
        console.log(event(${TICKET}, (run) => currentRun() === run));
        ${ending}
      `,
      { nodeArguments: [flag, '@botanu/sdk/register'], type, environment: toReceiver() },
    );
    expect(result).toMatchObject({ output: 'true\n', errors: '', exitCode: 0 });
    spanNamed('botanu.run/Support');
  });
});

describe('OTEL_TRACES_EXPORTER=console', () => {
  it('prints spans, and sends nothing', async () => {
    const result = await runSource(
      `
        import { disable, event } from '@botanu/sdk';
        event(${TICKET}, () => {});
        await disable();
      `,
      { environment: { ...toReceiver(), OTEL_TRACES_EXPORTER: 'console' } },
    );
    expect(result.output).toContain("name: 'botanu.run/Support'");
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('a provider that the application registers after enable()', () => {
  const LATE_HOST = `
    import { createServer } from 'node:http';
    import { createRequire, syncBuiltinESMExports } from 'node:module';
    import { context, propagation, trace } from '@opentelemetry/api';
    import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
    import { W3CTraceContextPropagator } from '@opentelemetry/core';
    import { registerInstrumentations } from '@opentelemetry/instrumentation';
    import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
    import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
    import { disable, enable, event } from '@botanu/sdk';
    const early = trace.getTracer('early');
    event({ ...${TICKET}, workflow: 'Early' }, () => {});
    const cached = trace.getTracer('cached');
    cached.startSpan('before').end();
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
      sampler: new TraceIdRatioBasedSampler(RATIO),
    });
    const manager = new AsyncLocalStorageContextManager().enable();
    const instrumentation = new HttpInstrumentation();
    registerInstrumentations({ instrumentations: [instrumentation] });
    createRequire(import.meta.url)('node:http');
    syncBuiltinESMExports();
    console.log(
      context.setGlobalContextManager(manager),
      propagation.setGlobalPropagator(new W3CTraceContextPropagator()),
      trace.setGlobalTracerProvider(provider),
      trace.getTracerProvider().getDelegate() === provider,
    );
    const server = createServer((request, response) => response.end(JSON.stringify(request.headers)));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { get } = await import('node:http');
    const headers = await event(${TICKET}, async () => {
      early.startSpan('early').end();
      cached.startSpan('cached').end();
      return new Promise((resolve) => get({ port: server.address().port }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(JSON.parse(text));
      }));
    });
    server.close();
    console.log(Object.keys(headers).filter((name) => /trace|baggage/.test(name)).sort().join());
    await disable();
    console.log(trace.getTracerProvider().getDelegate() === provider);
    await event({ ...${TICKET}, workflow: 'After' }, async () => {});
    console.log(JSON.stringify(exporter.getFinishedSpans().map((span) => [span.name, span.instrumentationScope.name])));
  `;

  it('becomes the global one, gets the spans of all tracers, and is joined', async () => {
    const result = await runSource(LATE_HOST.replace('RATIO', '1'), { environment: toReceiver() });
    expect(result.errors).not.toContain('duplicate registration');
    expect(result.errors).toContain('Preserved your sampling ratio (1)');
    expect(result.errors).toContain('Joined BasicTracerProvider, which was registered after botanu');
    const [registered, headers, stillGlobal, spans] = result.output.trim().split('\n');
    expect([registered, headers, stillGlobal]).toEqual([
      'true true true true',
      'baggage,traceparent',
      'true',
    ]);
    const theirs = JSON.parse(spans as string).map(([name, scope]: string[]) => `${name} ${scope}`);
    const http = '@opentelemetry/instrumentation-http';
    expect(theirs.sort()).toEqual(
      [
        `GET ${http}`,
        `GET ${http}`,
        'botanu.run/After @botanu/core',
        'botanu.run/Support @botanu/core',
        'cached cached',
        'early early',
      ].sort(),
    );
    const ours = receiver.spans.map((span) => span.name).sort();
    expect(ours).toEqual(
      ['GET', 'GET', 'before', 'botanu.run/Early', 'botanu.run/Support', 'cached', 'early'].sort(),
    );
  });

  it('keeps its own sampling', async () => {
    const result = await runSource(LATE_HOST.replace('RATIO', '0'), { environment: toReceiver() });
    expect(result.output.trim().split('\n').at(-1)).toBe('[]');
    expect(receiver.spans).toHaveLength(7);
  });
});
