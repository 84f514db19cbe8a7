import type { TracerProvider } from '@opentelemetry/api';
import * as latest from '@opentelemetry/sdk-trace-base';
import type { Sampler as OldestSampler } from 'sdk-trace-base-1';
import * as oldest from 'sdk-trace-base-1';
import * as first2 from 'sdk-trace-base-2-0';
import type { HostProcessor } from '../src/provider-shape';

/** A provider as an application sets it up. */
export type HostProvider = TracerProvider & {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
};

/** How to set up a provider of one SDK line. */
export interface HostLine {
  readonly name: string;
  readonly hasOnEnding: boolean;
  create(processors: HostProcessor[], sampler?: latest.Sampler): HostProvider;
  ratioSampler(ratio: number): latest.Sampler;
  parentBased(root: latest.Sampler): latest.Sampler;
}

type Any = never;

/** The SDK lines that run in this process; 3.x needs Node 22 and has tests of its own. */
export const HOST_LINES: readonly HostLine[] = [
  {
    name: 'OpenTelemetry 1.30',
    hasOnEnding: false,
    create: (processors, sampler) =>
      new oldest.BasicTracerProvider({
        spanProcessors: processors as Any[],
        ...(sampler === undefined ? {} : { sampler: sampler as unknown as OldestSampler }),
      }) as unknown as HostProvider,
    ratioSampler: (ratio) => new oldest.TraceIdRatioBasedSampler(ratio) as unknown as latest.Sampler,
    parentBased: (root) =>
      new oldest.ParentBasedSampler({ root: root as unknown as OldestSampler }) as unknown as latest.Sampler,
  },
  {
    name: 'OpenTelemetry 2.0',
    hasOnEnding: false,
    create: (processors, sampler) =>
      new first2.BasicTracerProvider({
        spanProcessors: processors as Any[],
        ...(sampler === undefined ? {} : { sampler: sampler as unknown as first2.Sampler }),
      }) as unknown as HostProvider,
    ratioSampler: (ratio) => new first2.TraceIdRatioBasedSampler(ratio) as unknown as latest.Sampler,
    parentBased: (root) =>
      new first2.ParentBasedSampler({ root: root as unknown as first2.Sampler }) as unknown as latest.Sampler,
  },
  {
    name: 'OpenTelemetry 2.12',
    hasOnEnding: true,
    create: (processors, sampler) =>
      new latest.BasicTracerProvider({
        spanProcessors: processors as Any[],
        ...(sampler === undefined ? {} : { sampler }),
      }),
    ratioSampler: (ratio) => new latest.TraceIdRatioBasedSampler(ratio),
    parentBased: (root) => new latest.ParentBasedSampler({ root }),
  },
];

/** A processor of a host that writes down what it is handed. */
export class RecordingProcessor implements HostProcessor {
  readonly calls: string[] = [];
  readonly ended: latest.ReadableSpan[] = [];
  flushCount = 0;
  shutdownCount = 0;

  onStart(span: object): void {
    this.calls.push(`start ${(span as latest.ReadableSpan).name}`);
  }

  onEnding(span: object): void {
    this.calls.push(`ending ${(span as latest.ReadableSpan).name}`);
  }

  onEnd(span: object): void {
    this.calls.push(`end ${(span as latest.ReadableSpan).name}`);
    this.ended.push(span as latest.ReadableSpan);
  }

  forceFlush(): Promise<void> {
    this.flushCount += 1;
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.shutdownCount += 1;
    return Promise.resolve();
  }
}
