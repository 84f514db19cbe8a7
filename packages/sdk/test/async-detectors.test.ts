import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Presidio, startPresidio } from '@botanu-tooling/local-servers';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

jest.setTimeout(60_000);

const INPUT = 'botanu.eval.input_content';
const OUTPUT = 'botanu.eval.output_content';
const TEXT = 'Dear Ada 👍, write to ada@example.org';

let receiver: OtlpReceiver;
let presidio: Presidio;
beforeAll(async () => {
  [receiver, presidio] = await Promise.all([startOtlpReceiver(), startPresidio(['Ada', 'Lovelace'])]);
});
beforeEach(() => {
  receiver.reset();
  presidio.reset();
});
afterAll(() => Promise.all([receiver.close(), presidio.close()]));

const PREAMBLE = `
  import { writeSync } from 'node:fs';
  import { disable, enable, event, getDeliveryStats } from '@botanu/sdk';
  import { presidioDetector } from '@botanu/pii-nlp/presidio';
  const detector = presidioDetector({ url: process.env.PRESIDIO_URL, timeoutMs: Number(process.env.TIMEOUT_MS) });
  const detectors = [detector];
  const ticket = { eventId: 'e1', customerId: 'acme', workflow: 'Support' };
  const say = (text) => writeSync(1, text + '\\n');
`;

async function run(source: string, environment: Record<string, string> = {}) {
  return runSource(PREAMBLE + source, {
    environment: {
      BOTANU_COLLECTOR_ENDPOINT: receiver.url,
      PRESIDIO_URL: presidio.url,
      TIMEOUT_MS: '4500',
      ...environment,
    },
  });
}

const contents = () =>
  receiver.spans.map(({ attributes }) => [attributes[INPUT] ?? null, attributes[OUTPUT] ?? null]);

describe('a Presidio service', () => {
  it('is asked about what is exported, after the patterns, and nobody waits for it', async () => {
    const result = await run(`
      enable({ contentCaptureRate: 1, pii: { detectors, replacement: ({ pattern }) => '[' + pattern + ']' } });
      console.log(event(ticket, (run) => { run.recordInput({ from: 'Lovelace' }); return '${TEXT}'; }));
      await disable();
    `);
    expect(result).toMatchObject({ exitCode: 0, errors: '', output: `${TEXT}\n` });
    expect(contents()).toEqual([['{"from":"[person]"}', 'Dear [person] 👍, write to [email]']]);
    const asked = presidio.requests.map(({ body }) => (JSON.parse(body) as { text: string }).text).sort();
    expect(asked).toEqual(['Dear Ada 👍, write to [email]', '{"from":"Lovelace"}']);
  });

  it('is asked outside of every trace and run', async () => {
    await run(`
      enable({ contentCaptureRate: 1, pii: { detectors } });
      event(ticket, () => 'Ada');
      await disable();
    `);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.run/Support']);
    const [request] = presidio.requests;
    expect(request?.headers).not.toHaveProperty('traceparent');
    expect(request?.headers).not.toHaveProperty('baggage');
  });

  it('is not asked about spans without content', async () => {
    await run(`
      enable({ pii: { detectors } });
      event(ticket, () => 'Ada');
      await disable();
    `);
    expect(contents()).toEqual([[null, null]]);
    expect(presidio.requests).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['answers with an error', () => presidio.answerWith((_, response) => response.writeHead(500).end())],
    ['hangs up', () => presidio.answerWith((_, response) => response.destroy())],
    ['does not answer', () => presidio.answerWith(() => {})],
  ])('that %s costs the content, and not the span', async (_, misbehave) => {
    misbehave();
    const { errors } = await run(
      `
        enable({ contentCaptureRate: 1, pii: { detectors } });
        event(ticket, (run) => { run.recordInput('Ada'); return 'Lovelace'; });
        event(ticket, () => 'Ada');
        await disable();
      `,
      { TIMEOUT_MS: '300' },
    );
    expect(contents()).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(errors.match(/BOTANU_CONTENT_DROPPED/g)).toHaveLength(1);
    expect(errors).not.toMatch(/Ada|Lovelace/);
  });

  it('that fails for one part of a pair costs both', async () => {
    presidio.answerWith(({ body }, response) => {
      const isInput = body.includes('question');
      response.writeHead(isInput ? 200 : 503).end('[]');
    });
    await run(`
      enable({ contentCaptureRate: 1, pii: { detectors } });
      event(ticket, (run) => { run.recordInput('question'); return 'answer'; });
      await disable();
    `);
    expect(contents()).toEqual([[null, null]]);
  });

  it('is waited for by a script that just ends', async () => {
    presidio.answerWith((_, response) => setTimeout(() => response.end('[]'), 300));
    const { exitCode } = await run(`
      enable({ contentCaptureRate: 1, pii: { detectors } });
      event(ticket, () => 'kept');
    `);
    expect(exitCode).toBe(0);
    expect(contents()).toEqual([[null, 'kept']]);
  });

  it('is waited for on SIGTERM', async () => {
    presidio.answerWith((_, response) => setTimeout(() => response.end('[]'), 300));
    const { signal } = await run(`
      enable({ contentCaptureRate: 1, pii: { detectors } });
      event(ticket, () => 'kept');
      process.kill(process.pid, 'SIGTERM');
      setInterval(() => {}, 1000);
    `);
    expect(signal).toBe('SIGTERM');
    expect(contents()).toEqual([[null, 'kept']]);
  });

  it('works in a provider of the host, whose own exporter sees no content', async () => {
    const { output } = await run(`
      const { trace } = await import('@opentelemetry/api');
      const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
      const exporter = new InMemorySpanExporter();
      trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
      enable({ contentCaptureRate: 1, pii: { detectors } });
      event(ticket, () => 'Dear Ada');
      console.log(Object.keys(exporter.getFinishedSpans()[0].attributes).filter((key) => key.includes('eval')).length);
      await disable();
    `);
    expect(output).toBe('0\n');
    expect(contents()).toEqual([[null, 'Dear [REDACTED]']]);
  });
});

describe('a detector that never answers', () => {
  const HANGING = "const detectors2 = [{ name: 'hanging', detectAsync: () => new Promise(() => {}) }];";

  it('holds disable() up for 5 seconds at most, and costs the content', async () => {
    const { output, errors } = await run(`
      ${HANGING}
      enable({ contentCaptureRate: 1, pii: { detectors: detectors2 } });
      event(ticket, () => 'Ada');
      const start = performance.now();
      await disable();
      console.log(performance.now() - start < 8000);
    `);
    expect(output).toBe('true\n');
    expect(contents()).toEqual([[null, null]]);
    expect(errors).toContain('BOTANU_CONTENT_DROPPED');
  });

  it('lets no more wait than there is room for: the spans go out at once, without content', async () => {
    const { output } = await run(`
      ${HANGING}
      enable({ contentCaptureRate: 1, contentMaxChars: 100_000, pii: { detectors: detectors2 } });
      const long = 'word '.repeat(20_000);
      for (let index = 0; index < 200; index += 1) event({ ...ticket, eventId: 'e' + index }, () => long);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      console.log(getDeliveryStats().created);
      await disable();
    `);
    // 41 of 200 fit into four million characters.
    expect(Number(output)).toBe(159);
    expect(receiver.spans).toHaveLength(200);
  });

  it('does not hold process.exit() up: the spans are in the spool, without content', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'botanu-sdk-'));
    const { output } = await run(
      `
        ${HANGING}
        enable({ contentCaptureRate: 1, pii: { detectors: detectors2 } });
        event(ticket, () => 'Ada');
        process.on('exit', () => say(JSON.stringify(getDeliveryStats())));
        process.exit(0);
      `,
      { BOTANU_SPOOL_DIR: folder },
    );
    expect(JSON.parse(output)).toMatchObject({ created: 1, dropped: {} });
    await run('enable(); await disable();', { BOTANU_SPOOL_DIR: folder });
    expect(contents()).toEqual([[null, null]]);
    rmSync(folder, { recursive: true });
  });
});

describe('where nobody would ask it', () => {
  it.each([
    '{ pii: { enabled: false, detectors } }',
    "{ scrubber: 'none', contentCaptureRate: 1, pii: { detectors } }",
  ])('enable(%s) refuses an asynchronous detector', async (options) => {
    const { output } = await run(`try { enable(${options}); } catch (error) { console.log(String(error)); }`);
    expect(output).toContain(
      'ConfigurationError: pii.detectors has presidio, which is asynchronous and would never be asked',
    );
  });
});
