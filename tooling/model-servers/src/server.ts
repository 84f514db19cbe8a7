import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { draftOf } from './draft';
import type { Answer, Behaviour, BilledRequest, ModelRequest, Protocol, StreamEvent } from './types';

/** A provider on this machine. */
export interface ModelServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Every request that arrived, in order. */
  readonly requests: readonly ModelRequest[];
  /** What the next requests get, in order; requests past these get the text at once. */
  behave(...behaviours: Behaviour[]): void;
  /** The log, once every answer under way has ended: one line for each request that was answered with 200. */
  billed(): Promise<readonly BilledRequest[]>;
  /**
   * Forgets requests and log.
   *
   * @param firstSequence - The number of the next request, of which its ids are made. Without it, 1.
   */
  reset(firstSequence?: number): void;
  stop(): Promise<void>;
}

/**
 * Starts a provider on a free port of this machine.
 *
 * @param protocol - What it speaks.
 */
export async function startModelServer(protocol: Protocol): Promise<ModelServer> {
  let requests: ModelRequest[] = [];
  let sequence = 1;
  let log: BilledRequest[] = [];
  let behaviours: Behaviour[] = [];
  const underWay = new Set<Promise<void>>();
  const server = createServer((incoming, response) => {
    response.sendDate = false;
    const handled = handle(incoming, response).finally(() => underWay.delete(handled));
    underWay.add(handled);
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    requests.push(request);
    const number = sequence++;
    const behaviour = behaviours.shift() ?? {};
    if (behaviour.fail !== undefined) {
      sendFailure(response, protocol, behaviour.fail);
      return;
    }
    const draft = draftOf(number, behaviour.reply);
    const answer = protocol.answer(request, draft);
    if (typeof answer === 'number') {
      sendFailure(response, protocol, { status: answer });
      return;
    }
    const { responseId, requestId = responseId, model, bill = draft.bill } = answer;
    const written = await sendAnswer(response, answer, behaviour);
    const outputTokens = written.isComplete ? bill.outputTokens : written.outputTokens;
    log.push({
      responseId,
      requestId,
      model,
      status: 200,
      isStreamed: answer.stream !== undefined,
      isComplete: written.isComplete,
      bill: { ...bill, outputTokens },
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    behave: (...next) => {
      behaviours = next;
    },
    billed: async () => {
      await Promise.all(underWay);
      return log;
    },
    reset: (firstSequence = 1) => {
      sequence = firstSequence;
      requests = [];
      log = [];
      behaviours = [];
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ModelRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const [path = '', query = ''] = (incoming.url ?? '').split('?');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  return { method: incoming.method ?? '', path, query, headers, body: parseBody(Buffer.concat(chunks)) };
}

function parseBody(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function sendFailure(
  response: ServerResponse,
  protocol: Protocol,
  { status, retryAfterMs = 10 }: NonNullable<Behaviour['fail']>,
): void {
  const { json, headers = {} } = protocol.fail(status);
  // Only a refusal names its time in the standard header; some providers name one in milliseconds at every error.
  const seconds = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  const milliseconds = { 'retry-after-ms': String(retryAfterMs) };
  const { isRetryInMs = false } = protocol;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
    ...(status === 429 ? seconds : {}),
    ...(isRetryInMs ? milliseconds : {}),
  });
  response.end(JSON.stringify(json));
}

/** What the client got of an answer. */
interface Written {
  readonly isComplete: boolean;
  readonly outputTokens: number;
}

async function sendAnswer(response: ServerResponse, answer: Answer, behaviour: Behaviour): Promise<Written> {
  const { json, stream, headers = {} } = answer;
  if (stream !== undefined) {
    response.writeHead(200, { 'content-type': stream.contentType, ...headers });
    return writeEvents(response, stream.events, behaviour);
  }
  await pause(behaviour.paceMs);
  if (response.destroyed) {
    return { isComplete: false, outputTokens: 0 };
  }
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  return { isComplete: true, outputTokens: 0 };
}

/** Writes until the end, or until the client has gone. */
async function writeEvents(
  response: ServerResponse,
  events: readonly StreamEvent[],
  { paceMs, holdAfterEvents }: Behaviour,
): Promise<Written> {
  let outputTokens = 0;
  for (const [index, event] of events.entries()) {
    await pause(paceMs);
    if (index === holdAfterEvents) {
      await hold(response);
    }
    if (response.destroyed) {
      return { isComplete: false, outputTokens };
    }
    response.write(event.bytes);
    outputTokens += event.outputTokens;
  }
  response.end();
  return { isComplete: true, outputTokens };
}

/** Some clients let a stream that was left run on. */
const HOLD_MS = 1_000;

async function hold(response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await sleep(HOLD_MS, undefined, { signal: gone.signal }).catch(() => undefined);
}

async function pause(paceMs = 0): Promise<void> {
  if (paceMs > 0) {
    await sleep(paceMs);
  }
}
