import { createAsyncScrubber, createScrubber, REDACTION_FAILED, type ScrubberWarning } from '@botanu/pii';
import { type Presidio, type PresidioAnswer, startPresidio } from '@botanu-tooling/local-servers';
import { type PresidioOptions, presidioDetector } from '../src/presidio';

let presidio: Presidio;
beforeAll(async () => {
  presidio = await startPresidio(['Ada']);
});
beforeEach(() => presidio.reset());
afterAll(() => presidio.close());

function detector(options: Partial<PresidioOptions> = {}) {
  return presidioDetector({ url: presidio.url, ...options });
}

it('asks the service, and replaces what it finds', async () => {
  const { scrub } = createAsyncScrubber({
    detectors: [detector()],
    replacement: ({ pattern }) => `[${pattern}]`,
  });
  await expect(scrub('Dear Ada, 👍 Ada')).resolves.toBe('Dear [person], 👍 [person]');
  expect(presidio.requests).toEqual([
    expect.objectContaining({
      method: 'POST',
      path: '/analyze',
      body: JSON.stringify({ text: 'Dear Ada, 👍 Ada', language: 'en' }),
    }),
  ]);
});

it('passes on what it was told', async () => {
  const { scrub } = createAsyncScrubber({
    detectors: [detector({ language: 'de', entities: ['PERSON'], scoreThreshold: 0.4 })],
  });
  await expect(scrub('Ada')).resolves.toBe('[REDACTED]');
  expect(JSON.parse(presidio.requests[0]?.body ?? '')).toEqual({
    text: 'Ada',
    language: 'de',
    entities: ['PERSON'],
    score_threshold: 0.4,
  });
});

it.each<[string, PresidioAnswer]>([
  ['answers with an error', (_, response) => response.writeHead(500).end('no')],
  ['answers with something else', (_, response) => response.end('{"error":"no"}')],
  ['answers with no JSON', (_, response) => response.end('<html>')],
  [
    'answers with places outside of the text',
    (_, response) => response.end('[{"entity_type":"X","start":0,"end":999}]'),
  ],
  ['answers with nonsense', (_, response) => response.end('[null]')],
  ['hangs up', (_, response) => response.destroy()],
  ['sends us elsewhere', (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()],
  ['does not answer', () => {}],
])('a service that %s drops the content', async (_name, fault) => {
  presidio.answerWith(fault);
  const warnings: ScrubberWarning[] = [];
  const { scrub } = createAsyncScrubber({
    detectors: [detector({ timeoutMs: 200 })],
    onWarning: (warning) => warnings.push(warning),
  });
  await expect(scrub('Dear Ada')).resolves.toBe(REDACTION_FAILED);
  await expect(scrub('Dear Ada 👍')).resolves.toBe(REDACTION_FAILED);
  expect(warnings).toEqual([{ code: 'SCRUBBING_FAILED', message: expect.not.stringContaining('Ada') }]);
});

it('so does one that is not there', async () => {
  const { scrub } = createAsyncScrubber({
    detectors: [presidioDetector({ url: 'http://127.0.0.1:9' })],
    onWarning: () => {},
  });
  await expect(scrub('Dear Ada')).resolves.toBe(REDACTION_FAILED);
});

it('is refused where nobody waits', () => {
  expect(() => createScrubber({ detectors: [detector() as never] })).toThrow(
    /presidio is asynchronous.*createAsyncScrubber/,
  );
});

it.each(['', 'localhost:5002', 'ftp://localhost', 7 as never])('refuses the address %p', (url) => {
  expect(() => presidioDetector({ url })).toThrow(/url: write the address of a Presidio analyzer/);
});

it('refuses a time that is none, and detectors that are none', () => {
  expect(() => detector({ timeoutMs: 0 })).toThrow(/timeoutMs/);
  expect(() => createAsyncScrubber({ detectors: [{ name: 'x', detect: () => [] } as never] })).toThrow(
    /detectAsync/,
  );
});
