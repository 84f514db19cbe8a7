import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of the analyzer. */
interface PresidioRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request, or leaves it unanswered. */
export type PresidioAnswer = (request: PresidioRequest, response: ServerResponse) => void;

/** An analyzer that knows some names. */
export interface Presidio {
  /** Its address, without a path. */
  readonly url: string;
  /** All requests, in the order in which they came. */
  readonly requests: readonly PresidioRequest[];
  /** What answers from now on. @defaultValue what finds the names */
  answerWith(answer: PresidioAnswer): void;
  /** Forgets the requests, and answers as at the beginning. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts a server that speaks the REST protocol of Presidio's analyzer (`POST /analyze`) as its documentation has it:
 * `score` and `analysis_explanation` beside each finding, and characters counted as Python does.
 *
 * @param names - The names of persons that it knows.
 */
export async function startPresidio(names: readonly string[]): Promise<Presidio> {
  const requests: PresidioRequest[] = [];
  const findNames: PresidioAnswer = ({ body }, response) => {
    const { text } = JSON.parse(body) as { readonly text: string };
    const found = names.flatMap((name) => findingsOf(name, text));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
  };
  let answer = findNames;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: Buffer.concat(chunks).toString() };
    requests.push(received);
    answer(received, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith: (other) => {
      answer = other;
    },
    reset: () => {
      requests.length = 0;
      answer = findNames;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function findingsOf(name: string, text: string): object[] {
  const characters = [...text];
  const { length } = [...name];
  return characters.flatMap((_, start) =>
    characters.slice(start, start + length).join('') === name
      ? [{ analysis_explanation: null, end: start + length, entity_type: 'PERSON', score: 0.85, start }]
      : [],
  );
}
