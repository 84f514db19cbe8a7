import { collect, collectFew, collectUntilAborted } from './streams';
import type { Case, Row } from './types';

/** How a client is asked, in the two ways that most have. */
export interface StandardProgram<Client, Opened> {
  /** Asks for an answer in one piece. */
  create(client: Client): Promise<unknown>;
  /** What is compared of an answer, where all of it differs from run to run. */
  seen?(response: unknown): unknown;
  /** Asks for a stream. */
  readonly stream?: {
    open(client: Client, signal: AbortSignal): Promise<Opened>;
    /** The stream's chunks, where what was opened is not iterable itself. */
    chunks?(opened: Opened): AsyncIterable<unknown>;
    /** Aborts, where the client takes no signal. */
    abort?(opened: Opened, client: Client): void;
    /** After how many chunks a program leaves early: past those that hold no text. @defaultValue 4 */
    readonly few?: number;
  };
  /** @defaultValue whether the provider has a prompt cache that it tells of: true */
  readonly hasPromptCache?: boolean;
}

/**
 * The cases of a client.
 *
 * @param program - How it is asked.
 */
export function standardCases<Client, Opened>(
  program: StandardProgram<Client, Opened>,
): Row<Client>['cases'] {
  const { hasPromptCache = true } = program;
  const create: Case<Client> = ({ client, track }) =>
    track(async (call) => {
      const response = await program.create(client);
      call.setResponse(response);
      return program.seen === undefined ? response : program.seen(response);
    });
  const inOnePiece = { plain: create, 429: create, 500: create, tools: create };
  return {
    ...inOnePiece,
    ...(hasPromptCache ? { cached: create } : {}),
    ...streamCases(program, hasPromptCache),
  };
}

function streamCases<Client, Opened>(
  { stream }: StandardProgram<Client, Opened>,
  hasPromptCache: boolean,
): Row<Client>['cases'] {
  if (stream === undefined) {
    return {};
  }
  const { chunks = (opened: Opened) => opened as AsyncIterable<unknown>, abort, few = 4 } = stream;
  const read =
    (reader: (chunksOfStream: AsyncIterable<unknown>) => Promise<unknown>): Case<Client> =>
    ({ client, track }) =>
      track(async (call) => {
        const opened = await stream.open(client, new AbortController().signal);
        return reader(chunks(call.observeStream(opened)));
      });
  const aborted: Case<Client> = ({ client, track }) =>
    track(async (call) => {
      const controller = new AbortController();
      const opened = await stream.open(client, controller.signal);
      controller.signal.addEventListener('abort', () => abort?.(opened, client));
      return collectUntilAborted(chunks(call.observeStream(opened)), controller, few);
    });
  const all = read(collect);
  return {
    streamed: all,
    'broken off': read((chunksOfStream) => collectFew(chunksOfStream, few)),
    aborted,
    'tools streamed': all,
    ...(hasPromptCache ? { 'cached streamed': all } : {}),
  };
}
