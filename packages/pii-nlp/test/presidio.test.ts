import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAsyncScrubber, createScrubber, REDACTION_FAILED, type ScrubberWarning } from '@botanu/pii';
import { type PresidioOptions, presidioDetector } from '../src/presidio';

type Answer = (request: { path: string; method: string; body: string }, response: ServerResponse) => void;

let server: Server;
let answer: Answer;
const requests: { path: string; method: string; body: string }[] = [];

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const received = {
    path: request.url ?? '',
    method: request.method ?? '',
    body: Buffer.concat(chunks).toString(),
  };
  requests.push(received);
  answer(received, response);
}

/** What the analyzer of Presidio does with its recogniser of names: code points, as Python counts. */
const findAda: Answer = ({ body }, response) => {
  const { text } = JSON.parse(body) as { text: string };
  const characters = [...text];
  const found = characters.flatMap((_, start) =>
    characters.slice(start, start + 3).join('') === 'Ada'
      ? [{ analysis_explanation: null, end: start + 3, entity_type: 'PERSON', score: 0.85, start }]
      : [],
  );
  response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
};

beforeAll(async () => {
  server = createServer((request, response) => void receive(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
beforeEach(() => {
  answer = findAda;
  requests.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function detector(options: Partial<PresidioOptions> = {}) {
  return presidioDetector({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });
}

it('asks the service, and replaces what it finds', async () => {
  const { scrub } = createAsyncScrubber({
    detectors: [detector()],
    replacement: ({ pattern }) => `[${pattern}]`,
  });
  await expect(scrub('Dear Ada, 👍 Ada')).resolves.toBe('Dear [person], 👍 [person]');
  expect(requests).toEqual([
    { method: 'POST', path: '/analyze', body: JSON.stringify({ text: 'Dear Ada, 👍 Ada', language: 'en' }) },
  ]);
});

it('passes on what it was told', async () => {
  const { scrub } = createAsyncScrubber({
    detectors: [detector({ language: 'de', entities: ['PERSON'], scoreThreshold: 0.4 })],
  });
  await expect(scrub('Ada')).resolves.toBe('[REDACTED]');
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    text: 'Ada',
    language: 'de',
    entities: ['PERSON'],
    score_threshold: 0.4,
  });
});

it.each<[string, Answer]>([
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
  answer = fault;
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
