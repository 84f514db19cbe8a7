import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { currentRun, event, type RunContext } from '@botanu/core';
import type { InboundOptions } from '@botanu/core/inbound';

/** What a handler knows of the run. */
export interface SeenRun {
  readonly runId: string | undefined;
  readonly workflow: string | undefined;
  readonly eventId: string | undefined;
  readonly customerId: string | undefined;
  readonly parentRunId: string | undefined;
}

function describeRun(run: RunContext | undefined): SeenRun {
  return {
    runId: run?.runId,
    workflow: run?.workflow,
    eventId: run?.eventId,
    customerId: run?.customerId,
    parentRunId: run?.parentRunId,
  };
}

/** The run that the calling code is in. */
export function seenRun(): SeenRun {
  return describeRun(currentRun());
}

/** Two events, one after the other. */
export function twoEvents(): SeenRun[] {
  return ['first', 'second'].map((eventId) =>
    event({ eventId, customerId: 'acme', workflow: 'Support' }, (run) => describeRun(run)),
  );
}

export const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** What listeners of the request see, as they read the body by hand; an error of theirs is a test's failure. */
export function readByHand(request: IncomingMessage): Promise<SeenRun[]> {
  const seen: SeenRun[] = [];
  return new Promise((resolve) => {
    request.on('data', () => seen.push(seenRun()));
    request.once('end', () => {
      seen.push(seenRun());
      resolve(seen);
    });
  });
}

/** Server-sent events: the run, from timers, three times. */
export async function sendEvents(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let count = 0; count < 3; count += 1) {
    await later();
    response.write(`data: ${JSON.stringify(seenRun())}\n\n`);
  }
  response.end();
}

/** A server under test. */
export interface Application {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

export type AnyOptions = InboundOptions<never>;

/** Starts one framework in one version, with all routes that the tests use. */
export interface Framework {
  readonly name: string;
  start(options: AnyOptions): Promise<Application>;
}

/** Room for headers that no server takes by default. */
export const SERVER_OPTIONS = { maxHeaderSize: 256 * 1024 };

/** The address of a server that listens on a free port of this machine. */
export async function listening(server: Server): Promise<Application> {
  if (!server.listening) {
    await once(server, 'listening');
  }
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
