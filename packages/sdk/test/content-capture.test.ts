import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

const TICKET = "{ eventId: 'ticket 42', customerId: 'acme', workflow: 'Support' }";
const INPUT = 'botanu.eval.input_content';
const OUTPUT = 'botanu.eval.output_content';

jest.setTimeout(40_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const PREAMBLE = `
  import { trace } from '@opentelemetry/api';
  import { captureContent } from '@botanu/core/authoring';
  import { disable, emitOutcome, enable, event } from '@botanu/sdk';
  const ticket = ${TICKET};
`;

async function run(source: string, environment: Record<string, string> = {}) {
  const result = await runSource(`${PREAMBLE}${source}\nawait disable();`, {
    environment: { BOTANU_COLLECTOR_ENDPOINT: receiver.url, ...environment },
  });
  expect(result).toMatchObject({ exitCode: 0 });
  return result;
}

const contentOf = (name = 'botanu.run/Support') =>
  receiver.spans
    .filter((span) => span.name === name)
    .map(({ attributes }) => [attributes[INPUT] ?? null, attributes[OUTPUT] ?? null]);

describe('by default', () => {
  it('nothing is captured, and nothing is serialised', async () => {
    const { output } = await run(`
      enable();
      const watched = { toJSON() { console.log('serialised'); return 1; } };
      event(ticket, (run) => { run.recordInput(watched); return watched; });
      event({ ...ticket, captureInput: false }, () => watched);
    `);
    expect(output).toBe('');
    expect(contentOf()).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});

describe('with contentCaptureRate: 1', () => {
  it('captures the result and what recordInput() is given, scrubbed', async () => {
    await run(`
      enable({ contentCaptureRate: 1 });
      event(ticket, (run) => {
        run.recordInput({ question: 'mail ann@example.org', key: 'AKIAIOSFODNN7EXAMPLE' });
        return 'write to bob@example.org';
      });
      await event(ticket, async () => ({ card: '4111 1111 1111 1111' }));
    `);
    const [[input, output], [, second]] = contentOf() as [string, string][] as [
      [string, string],
      [string, string],
    ];
    expect(input).toBe('{"question":"mail [REDACTED]","key":"[REDACTED]"}');
    expect(output).toBe('write to [REDACTED]');
    expect(second).toBe('{"card":"[REDACTED]"}');
  });

  it('captures the arguments of a wrapped function', async () => {
    await run(
      `
        const answer = event({ ...ticket, eventId: (question) => question.id })(function answer(question, depth) {
          return { text: 'done', depth };
        });
        answer({ id: 'e7', text: 'how?' }, 2);
      `,
      { BOTANU_CONTENT_CAPTURE_RATE: '1' },
    );
    expect(contentOf()).toEqual([['[{"id":"e7","text":"how?"},2]', '{"text":"done","depth":2}']]);
  });

  it('captures what trackers hand over, also outside a run, by the trace', async () => {
    await run(`
      enable({ contentCaptureRate: 1, contentMaxChars: 20 });
      trace.getTracer('t').startActiveSpan('call', (span) => {
        captureContent(span, '${INPUT}', 'x'.repeat(19) + '😀');
        captureContent(span, '${OUTPUT}', 'y'.repeat(50), { maxChars: 5 });
        span.end();
      });
    `);
    expect(contentOf('call')).toEqual([['x'.repeat(19), 'y'.repeat(5)]]);
  });

  it('leaves what the function returned as it is: streams, and objects that throw', async () => {
    const { output } = await run(`
      enable({ contentCaptureRate: 1 });
      const hostile = new Proxy({}, { get() { throw new Error('no'); } });
      console.log(event(ticket, () => hostile) === hostile);
      for await (const chunk of event(ticket, async function* () { yield 1; yield 2; })) console.log(chunk);
    `);
    expect(output).toBe('true\n1\n2\n');
  });

  it('captureInput: false keeps both out', async () => {
    await run(`
      enable({ contentCaptureRate: 1 });
      event({ ...ticket, captureInput: false }, (run) => { run.recordInput('in'); return 'out'; });
    `);
    expect(contentOf()).toEqual([[null, null]]);
  });
});

describe('captureInput: true', () => {
  it('captures one event, with the rate at 0, scrubbed', async () => {
    await run(`
      enable();
      event({ ...ticket, captureInput: true }, (run) => { run.recordInput('ann@example.org'); return 'out'; });
      event(ticket, () => 'other');
    `);
    expect(contentOf()).toEqual([
      ['[REDACTED]', 'out'],
      [null, null],
    ]);
  });

  it('never captures past a missing scrubber', async () => {
    await run(`
      enable({ pii: { enabled: false } });
      event({ ...ticket, captureInput: true }, () => 'ann@example.org');
    `);
    expect(contentOf()).toEqual([[null, null]]);
  });

  it('is decided alike in two processes for the same event, and whole', async () => {
    const source = `
      enable({ contentCaptureRate: 0.5 });
      for (let index = 0; index < 20; index += 1) {
        event({ ...ticket, eventId: 'e' + index }, (run) => { run.recordInput('in'); return 'out'; });
      }
    `;
    await run(source);
    const first = contentOf();
    receiver.reset();
    await run(source);
    expect(contentOf()).toEqual(first);
    const captured = first.filter(([input]) => input === 'in');
    expect(captured.length).toBeGreaterThan(2);
    expect(captured.length).toBeLessThan(18);
    for (const [input, output] of first) {
      expect(output === 'out').toBe(input === 'in');
    }
  });
});

describe('the decision', () => {
  it('is the same for every attempt of an event, and in a run that another service continues', async () => {
    await run(`
      const { continueRun, injectRunContext, withAttempt } = await import('@botanu/sdk');
      enable({ contentCaptureRate: 0.5 });
      for (let index = 0; index < 20; index += 1) {
        const eventId = 'e' + index;
        const headers = {};
        event({ ...ticket, eventId, workflow: 'First' }, () => { injectRunContext(headers); return 'out'; });
        withAttempt(2, () => event({ ...ticket, eventId, workflow: 'Second' }, () => 'out'));
        continueRun(headers, () => trace.getTracer('other service').startActiveSpan('elsewhere', (span) => {
          captureContent(span, '${OUTPUT}', 'out');
          span.end();
        }));
      }
    `);
    const first = contentOf('botanu.run/First');
    expect(contentOf('botanu.run/Second')).toEqual(first);
    expect(contentOf('elsewhere')).toEqual(first);
    expect(new Set(first.map(String)).size).toBe(2);
  });

  it("is none of the sampler's", async () => {
    await run(`
      const { AlwaysOffSampler, BasicTracerProvider } = await import('@opentelemetry/sdk-trace-base');
      trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler: new AlwaysOffSampler() }));
      enable({ contentCaptureRate: 1 });
      event(ticket, () => 'out');
    `);
    expect(contentOf()).toEqual([[null, 'out']]);
  });
});

describe('what is written in any case', () => {
  it('is scrubbed: reasons and metadata of outcomes', async () => {
    await run(`
      enable();
      event(ticket, (run) => {
        emitOutcome({ reason: 'ann@example.org asked', metadata: { from: 'bob@example.org', list: ['eve@example.org'] } });
        run.complete('partial', { reasonCode: 'mail_ann@example.org' });
      });
    `);
    const [span] = receiver.spans;
    expect(span?.attributes).toMatchObject({
      'botanu.outcome.reason': '[REDACTED] asked',
      'botanu.outcome.metadata.from': '[REDACTED]',
      'botanu.outcome.metadata.list': '["[REDACTED]"]',
    });
    expect(JSON.stringify(span?.attributes)).not.toContain('example.org');
  });
});

describe('what is said of exceptions', () => {
  const FAILING = `
    trace.getTracer('t').startActiveSpan('call', (span) => {
      span.recordException(new RangeError('no such customer: ann@example.org'));
      span.addEvent('note', { text: 'as it is: eve@example.org' });
      span.setStatus({ code: 2, message: 'mail to bob@example.org failed' });
      span.end();
    });
  `;

  it('is scrubbed on its way out, whoever has written it', async () => {
    await run(`enable();${FAILING}`);
    const [span] = receiver.spans;
    expect(span?.status).toEqual({ code: 2, message: 'mail to [REDACTED] failed' });
    expect(span?.events.map(({ name, attributes }) => ({ name, attributes }))).toEqual([
      {
        name: 'exception',
        attributes: {
          'exception.type': 'RangeError',
          'exception.message': 'no such customer: [REDACTED]',
          'exception.stacktrace': expect.stringMatching(
            /^RangeError: no such customer: \[REDACTED\]\n {4}at /,
          ),
        },
      },
      { name: 'note', attributes: { text: 'as it is: eve@example.org' } },
    ]);
  });

  it("is scrubbed on our view alone of a host's span", async () => {
    const { output } = await run(`
      const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
      const exporter = new InMemorySpanExporter();
      trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
      enable();
      ${FAILING}
      const [{ status, events }] = exporter.getFinishedSpans();
      console.log(status.message, '|', events[0].attributes['exception.message']);
    `);
    expect(output).toBe('mail to bob@example.org failed | no such customer: ann@example.org\n');
    expect(JSON.stringify(receiver.spans[0]?.status)).not.toContain('bob');
    expect(receiver.spans[0]?.events[0]?.attributes['exception.message']).toBe(
      'no such customer: [REDACTED]',
    );
  });
});

describe('content', () => {
  it('is the last of the attributes, whatever else is set later', async () => {
    await run(`
      enable({ contentCaptureRate: 1 });
      event(ticket, (run) => {
        run.recordInput('in');
        trace.getActiveSpan().setAttribute('late', true);
        emitOutcome({ valueType: 'tickets', valueAmount: 1 });
        return 'out';
      });
    `);
    expect(Object.keys(receiver.spans[0]?.attributes ?? {}).slice(-2)).toEqual([INPUT, OUTPUT]);
  });
});

describe('in a provider of the host', () => {
  it('content is on nothing but our view', async () => {
    const { output } = await run(`
      const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
      const exporter = new InMemorySpanExporter();
      trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
      enable({ contentCaptureRate: 1 });
      event(ticket, (run) => { run.recordInput('in'); return 'out'; });
      console.log(JSON.stringify(exporter.getFinishedSpans()[0].attributes));
    `);
    expect(output).not.toContain('botanu.eval');
    expect(contentOf()).toEqual([['in', 'out']]);
  });
});

describe('a configuration that would let content out unscrubbed', () => {
  it.each([
    ['{ contentCaptureRate: 0.1, pii: { enabled: false } }', "scrubber: 'none'"],
    ['{ contentCaptureRate: 2 }', 'contentCaptureRate is 2,'],
    ["{ contentCaptureRate: 'much' }", 'contentCaptureRate is "much"'],
    ['{ contentMaxChars: 0 }', 'contentMaxChars is 0'],
    ["{ pii: { disablePatterns: ['emails'] } }", 'pii: disablePatterns: no pattern is called'],
    ["{ pii: { replacement: 'ann@example.org' } }", 'pii: '],
  ])('%s is refused, before anything was changed', async (options, message) => {
    const { output } = await run(`
      try { enable(${options}); } catch (error) { console.log(String(error)); }
    `);
    expect(output).toContain('ConfigurationError: ');
    expect(output).toContain(message);
  });

  it('is taken where it is said to be meant', async () => {
    await run(`
      enable({ contentCaptureRate: 1, scrubber: 'none' });
      event(ticket, () => 'ann@example.org');
    `);
    expect(contentOf()).toEqual([[null, 'ann@example.org']]);
  });
});
