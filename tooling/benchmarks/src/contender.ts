import type { Context } from '@opentelemetry/api';

/** What one contender repeats. Made in a process of its own. */
export interface Workload {
  /**
   * The measured operation.
   *
   * @param index - Counts up: picks another event id every time.
   * @returns What the operation returned; awaited where `isAwaited` says so.
   */
  readonly operation: (index: number) => unknown;
  /** The context that the operations run in. @defaultValue whatever is active: none */
  readonly context?: Context;
  /** Whether each operation is awaited before the next begins. @defaultValue false */
  readonly isAwaited?: boolean;
  /** Empties what the contender has piled up. Called after every sample, not measured. */
  readonly afterSample?: () => Promise<void>;
  /** Says, after one operation, what it left behind: read from a real span. @example `6` */
  readonly evidence: () => string;
}

/** What the module of a contender exports: its workloads, by name. */
export type ContenderModule = Readonly<Record<string, () => Workload>>;
