import type { BilledRequest, ModelRequest, ModelServer, Protocol } from '@botanu-tooling/model-servers';

/** The columns of the matrix. */
export const CASES = [
  'plain',
  'streamed',
  'broken off',
  'aborted',
  '429',
  '500',
  'tools',
  'tools streamed',
  'cached',
  'cached streamed',
] as const;

/** One column of the matrix. */
export type CaseName = (typeof CASES)[number];

/** Without botanu; with `trackLlmCall` around the same program; with a wrapped client. */
export type Mode = 'bare' | 'tracked' | 'wrapped';

/** What the program uses of botanu; does nothing where it runs without. */
export interface Call {
  setResponse(response: unknown): unknown;
  observeStream<Stream>(stream: Stream): Stream;
}

/** What a case works with. */
export interface Kit<Client> {
  readonly client: Client;
  readonly server: ModelServer;
  /** Calls `fn`; in the mode `tracked` inside `trackLlmCall`. */
  track<Result>(fn: (call: Call) => Promise<Result>): Promise<Result>;
}

/** A program of the user; returns, or throws, what it saw. */
export type Case<Client> = (kit: Kit<Client>) => Promise<unknown>;

/** What botanu is told of a row. */
export interface RowDescription {
  readonly provider: string;
  readonly model: string;
  readonly operation: string;
  /** The name of the client wrapper in `@botanu/llm`, where there is one. */
  readonly wrapper?: string;
}

/** One row of the matrix: a client and one of its APIs. */
export interface Row<Client = unknown> extends RowDescription {
  readonly api: string;
  readonly protocol: Protocol;
  /** Opens the client on a server. */
  open(server: ModelServer): Promise<Client>;
  /** After how many events of a stream a program leaves that leaves early. @defaultValue 4 */
  readonly leavesAfterEvents?: number;
  /** Whether a stream of this provider tells its input at the beginning, so that also who leaves early knows it. */
  readonly tellsInputFirst?: boolean;
  /** Whether the client waits at random between its retries, so that their number differs from run to run. */
  readonly retriesAtRandom?: boolean;
  readonly cases: Partial<Readonly<Record<CaseName, Case<Client>>>>;
  /** What a wrapped client must keep, beside the cases; each is compared with the bare client. */
  readonly behaviour?: Readonly<Record<string, Case<Client>>>;
}

/** A span, as far as the matrix looks at it. */
export interface SeenSpan {
  readonly name: string;
  /** Who made it. */
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
  readonly isEnded: boolean;
}

/** What one case did in one mode. */
export interface CaseReport {
  readonly api: string;
  readonly name: string;
  readonly mode: Mode;
  /** As its row has it. */
  readonly tellsInputFirst: boolean;
  /** What the program saw, as JSON. */
  readonly seen: unknown;
  readonly requests: readonly ModelRequest[];
  readonly billed: readonly BilledRequest[];
  readonly spans: readonly SeenSpan[];
  /** What botanu warned of. */
  readonly warnings: readonly string[];
}

/** What one process did. */
export interface ClientReport {
  /** The client's own name. */
  readonly packageName: string;
  readonly version: string;
  readonly nodeMajor: number;
  readonly reports: readonly CaseReport[];
}

/** What one case of the election did. */
export interface ElectionReport {
  /** Who reported. */
  readonly emitters: readonly string[];
  readonly name: string;
  readonly billed: readonly BilledRequest[];
  readonly spans: readonly SeenSpan[];
}
