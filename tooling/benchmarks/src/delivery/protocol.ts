import type { SpoolOptions } from '@botanu/delivery';
import type { Ending } from './faults';

/** What a process is to do. */
export interface Load {
  /** Who delivers: see `createDeliverer()`. */
  readonly deliverer: string;
  readonly url: string;
  readonly spansPerSecond: number;
  readonly durationMs: number;
}

/** What it cost. */
export interface LoadResult {
  readonly createdCount: number;
  /** Of the whole process, from the first span to its end; libuv's threads included. */
  readonly cpuMicroseconds: number;
  /** While spans are made. */
  readonly eventLoopLagP99Ms: number;
  readonly peakRssBytes: number;
}

/** What a process is to do that something happens to. */
export interface FaultLoad {
  /** Who delivers: see `createDeliverer()`. */
  readonly deliverer: string;
  readonly url: string;
  readonly spool: SpoolOptions;
  /** Where it writes the ids of the spans that it makes. */
  readonly idsFile: string;
  readonly spanCount: number;
  readonly durationMs: number;
  readonly ending: Ending;
}
