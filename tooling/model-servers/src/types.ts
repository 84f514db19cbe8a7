/** What a provider bills for one request: disjoint counts of tokens. */
export interface Bill {
  readonly uncachedInputTokens: number;
  readonly cacheReadTokens: number;
  /** Written to the prompt cache for five minutes. */
  readonly cacheWriteTokens: number;
  /** Written to the prompt cache for an hour. */
  readonly cacheWriteOneHourTokens: number;
  /** Without reasoning. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** One line of the server's log: the truth that telemetry has to agree with. */
export interface BilledRequest {
  /** The id that the answer's body carries, else its header; empty where there is neither. */
  readonly responseId: string;
  /** The id of the request, where it has another one than the answer. */
  readonly requestId?: string;
  readonly model: string;
  readonly status: number;
  readonly isStreamed: boolean;
  /** Whether the whole answer was written. A stream that the client left early is billed for what was written. */
  readonly isComplete: boolean;
  readonly bill: Bill;
}

/** A request as it arrived. */
export interface ModelRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON; `undefined` where it is empty or of another type. */
  readonly body: Record<string, unknown> | undefined;
}

/** How the server treats one request. */
export interface Behaviour {
  /** What is answered. @defaultValue `text` */
  readonly reply?: 'text' | 'tools' | 'cached';
  /** Milliseconds before each event of a stream, and before an answer in one piece. @defaultValue 0 */
  readonly paceMs?: number;
  /**
   * Stops a stream after so many events until the client has left, or a second has passed: so that what a client that
   * leaves has got does not depend on how busy the machine is. Without it, a stream goes on.
   */
  readonly holdAfterEvents?: number;
  /** An error instead of an answer; nothing is billed. @defaultValue `retryAfterMs` 10 */
  readonly fail?: { readonly status: number; readonly retryAfterMs?: number };
}

/** What the model says, before a protocol puts it into its own words. */
export interface Draft {
  /** Counts the requests of this server from 1; ids are made from it. */
  readonly sequence: number;
  /** One token each. */
  readonly pieces: readonly string[];
  /** The whole text. */
  readonly text: string;
  /** A call of a tool instead of the text; its arguments are JSON, one token each piece. */
  readonly toolCall?: { readonly name: string; readonly argumentPieces: readonly string[] };
  readonly bill: Bill;
}

/** One event of a stream, with the tokens that the client has got by receiving it. */
export interface StreamEvent {
  readonly bytes: string | Uint8Array;
  readonly outputTokens: number;
}

/** An answer in a protocol's own words. */
export interface Answer {
  readonly responseId: string;
  readonly requestId?: string;
  readonly model: string;
  /** The bill, where this endpoint's is not that of the draft. */
  readonly bill?: Bill;
  readonly headers?: Readonly<Record<string, string>>;
  /** Either one piece of JSON … */
  readonly json?: unknown;
  /** … or a stream. */
  readonly stream?: { readonly contentType: string; readonly events: readonly StreamEvent[] };
}

/** A provider's protocol. */
export interface Protocol {
  readonly name: string;
  /** The answer to a request, or the status with which it is refused: 404 for an unknown one, 400 for a wrong one. */
  answer(request: ModelRequest, draft: Draft): Answer | 400 | 404;
  /** An error in the provider's own words. */
  fail(status: number): { readonly json: unknown; readonly headers?: Readonly<Record<string, string>> };
  /** Whether `retry-after-ms` is sent beside `retry-after`, as OpenAI and Anthropic do. @defaultValue false */
  readonly isRetryInMs?: boolean;
}
