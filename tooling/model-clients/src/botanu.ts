import type { Call, RowDescription, SeenSpan } from './types';

/** What a program of the matrix needs of botanu. */
export interface Botanu {
  track<Result>(row: RowDescription, fn: (call: Call) => Promise<Result>): Promise<Result>;
  wrap<Client>(row: RowDescription, client: Client): Client;
  takeSpans(): Promise<SeenSpan[]>;
}
