import type { Behaviour, ModelRequest, ModelServer } from '@botanu-tooling/model-servers';
import type { Botanu } from './botanu';
import { lookAtOutcome } from './look';
import type { Call, Case, CaseReport, Kit, Mode, Row } from './types';

/** How many events a client gets before it leaves, unless its row says so. */
const FEW_EVENTS = 4;

/** What the server does in each case; the first request gets the first behaviour. */
const BEHAVIOURS: Readonly<Partial<Record<string, readonly Behaviour[]>>> = {
  429: [{ fail: { status: 429, retryAfterMs: 30 } }],
  // For as long as a client tries.
  500: new Array(500).fill({ fail: { status: 500, retryAfterMs: 10 } }),
  tools: [{ reply: 'tools' }],
  'tools streamed': [{ reply: 'tools' }],
  cached: [{ reply: 'cached' }],
  'cached streamed': [{ reply: 'cached' }],
};

/** Headers that differ from request to request: signatures, dates, random ids. */
const VOLATILE_HEADERS = new Set([
  'authorization',
  'amz-sdk-invocation-id',
  'x-amz-date',
  'x-amz-content-sha256',
]);

/** Everything that one case needs. */
export interface CaseRun<Client> {
  readonly row: Row<Client>;
  readonly name: string;
  readonly program: Case<Client>;
  readonly mode: Mode;
  readonly server: ModelServer;
  /** Not there in the mode `bare`. */
  readonly botanu: Botanu | undefined;
}

/**
 * Runs one case in one mode, with a client of its own.
 *
 * @param run - The case.
 */
export async function runCase<Client>(run: CaseRun<Client>): Promise<CaseReport> {
  const { row, name, program, mode, server, botanu } = run;
  server.reset();
  server.behave(...behavioursOf(name, row));
  const client = await row.open(server);
  const wrapped = mode === 'wrapped' && botanu !== undefined ? botanu.wrap(row, client) : undefined;
  const kit: Kit<Client> = {
    client: wrapped?.client ?? client,
    server,
    track: (fn) => (mode === 'tracked' && botanu !== undefined ? botanu.track(row, fn) : fn(IDLE_CALL)),
  };
  const seen = await lookAtOutcome(() => program(kit));
  const billed = await server.billed();
  const spans = (await botanu?.takeSpans()) ?? [];
  const warnings = botanu?.takeWarnings() ?? [];
  wrapped?.undo();
  const requests = server.requests.map(withoutVolatileHeaders).slice(0, row.retriesAtRandom ? 2 : undefined);
  const { api, tellsInputFirst = false } = row;
  return { api, tellsInputFirst, name, mode, seen, requests, billed, spans, warnings };
}

function behavioursOf(
  name: string,
  { leavesAfterEvents = FEW_EVENTS }: Pick<Row, 'leavesAfterEvents'>,
): readonly Behaviour[] {
  return name === 'broken off' || name === 'aborted'
    ? [{ holdAfterEvents: leavesAfterEvents }]
    : (BEHAVIOURS[name] ?? []);
}

/** The call of a program that runs without botanu. */
const IDLE_CALL: Call = { setResponse: () => undefined, observeStream: (stream) => stream };

function withoutVolatileHeaders(request: ModelRequest): ModelRequest {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !VOLATILE_HEADERS.has(name))
    // The boundary of a form is random.
    .map(([name, value]) => [name, value.replace(/boundary=.*/, 'boundary')]);
  return { ...request, headers: Object.fromEntries(headers) };
}
