import { RunContextEnricher } from '@botanu/processors';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import fc from 'fast-check';
import { type Application, frameworks, type RawResponse, rawRequest } from '../src';

const latest = SDK_LINES[1] as (typeof SDK_LINES)[number];
const REQUESTS = 1000;
const AT_A_TIME = 20;

/** Any bytes that an HTTP parser lets through: everything else never reaches a middleware. */
const anyText = fc
  .array(
    fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f),
    { maxLength: 60 },
  )
  .map((codes) => String.fromCharCode(...codes));
const percent = fc.constantFrom('%', '%zz', '%0d%0a', '%00', '%f0%9f', '%E3%81%82', '%2C', '%ED%A0%80');
const id = fc.oneof(fc.uuid({ version: 7 }), fc.constantFrom('', '0', '__proto__', 'constructor'), anyText);
const member = fc
  .tuple(
    fc.constantFrom(
      'run_id',
      'workflow',
      'event_id',
      'customer_id',
      'attempt',
      'deadline',
      'cancelled',
      'sig',
      '__proto__',
    ),
    fc.array(fc.oneof(anyText, percent, id), { maxLength: 3 }).map((parts) => parts.join('')),
  )
  .map(([key, value]) => `botanu.${key}=${value}`);
const baggage = fc
  .array(fc.oneof({ weight: 4, arbitrary: member }, { weight: 1, arbitrary: anyText }), { maxLength: 12 })
  .map((members) => `baggage: ${members.join(',')}`);
const big = fc
  .integer({ min: 0, max: 300 })
  .map((count) => `baggage: ${'botanu.run_id=a,k=v,'.repeat(count)}`);
const traceparent = fc
  .oneof(anyText, fc.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/))
  .map((text) => `traceparent: ${text}`);
const own = fc
  .tuple(fc.constantFrom('run-id', 'workflow', 'customer-id', 'anything'), id)
  .map(([name, value]) => `x-botanu-${name}: ${value}`);
const headerLines = fc.array(fc.oneof(baggage, big, traceparent, own), { maxLength: 6 });

describe.each(frameworks)('$name', ({ start }) => {
  let tracing: TestTracing;
  let app: Application;
  beforeEach(async () => {
    tracing = latest.start({ processors: [new RunContextEnricher()] });
    app = await start({
      workflow: 'Support',
      eventId: ((request: { headers: Record<string, string> }) =>
        request.headers['x-botanu-anything']) as never,
      customerId: undefined,
    });
  });
  afterEach(async () => {
    await app.close();
    await tracing.stop();
  });

  it(`serves ${REQUESTS} requests with any headers, each in a run of its own or of its caller`, async () => {
    const requests = fc.sample(headerLines, { numRuns: REQUESTS, seed: 20260801 });
    const runIds: string[] = [];
    for (let index = 0; index < REQUESTS; index += AT_A_TIME) {
      const batch = requests.slice(index, index + AT_A_TIME);
      const responses = await Promise.all(batch.map((lines) => rawRequest(app.url, '/async', lines)));
      for (const [position, response] of responses.entries()) {
        runIds.push(runIdOf(response, batch[position] ?? []));
      }
    }
    // None has the run of another: an event's run id is its own, or that of the request that brought it.
    const ownIds = runIds.filter((runId) => /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(runId));
    expect(ownIds.length).toBeGreaterThan(REQUESTS / 2);
    expect(new Set(ownIds).size).toBe(ownIds.length);
    for (let count = 0; count < 200 && tracing.endedSpans().length < REQUESTS; count += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(tracing.endedSpans()).toHaveLength(REQUESTS);
  }, 60_000);
});

function runIdOf(response: RawResponse, lines: readonly string[]): string {
  expect({ lines, status: response.status }).toEqual({ lines, status: 200 });
  const names = response.headers
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(':')[0]?.toLowerCase());
  expect(names.filter((name) => name?.startsWith('x-botanu-')).sort()).toEqual([
    'x-botanu-run-id',
    'x-botanu-workflow',
  ]);
  const [body = '{}'] = response.body.match(/\{.*\}/s) ?? [];
  const { runId } = JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as { runId?: string };
  expect(runId).toBeTruthy();
  return runId as string;
}
