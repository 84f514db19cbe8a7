import type { ContenderName } from './contenders';

/** Where a workload is found. */
export interface WorkloadName {
  readonly contender: ContenderName;
  /** A function that its module exports. */
  readonly workload: string;
}

/** What the parent asks of the process of a contender. */
export type Request =
  | { readonly type: 'prepare'; readonly workload: WorkloadName }
  | { readonly type: 'sample' }
  | { readonly type: 'close' };

/** What it answers. */
export type Response =
  | { readonly type: 'prepared'; readonly evidence: string }
  | { readonly type: 'sampled'; readonly microseconds: number }
  | { readonly type: 'closed'; readonly connectionAttempts: number }
  | { readonly type: 'failed'; readonly message: string };
