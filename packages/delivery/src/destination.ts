import type { Batch } from './batch';
import type { Outcome } from './outcome';

/** Where batches go. */
export interface Destination {
  /** For warnings: a host and a path, or a class; never credentials. */
  readonly name: string;
  /** Whether batches are sent as OTLP's protobuf; else as spans. */
  readonly isEncoded: boolean;
  /** How many batches may be on their way at a time. */
  readonly maxConcurrency: number;
  /** Sends a batch, once. Never rejects. */
  send(batch: Batch): Promise<Outcome>;
  /** Sends what it holds back itself. */
  flush(): Promise<void>;
  /** Breaks off what is in flight. */
  close(): Promise<void>;
}
