import { dataBenchmarks } from './catalogue-data';
import { llmBenchmarks } from './catalogue-llm';
import type { WorkloadName } from './protocol';

/** One row of a benchmark. */
export interface Row extends WorkloadName {
  readonly label: string;
  /** The package whose version is printed. */
  readonly packageName: string;
  /** What the row does: printed below the table. */
  readonly does: string;
  /** The ratio to the first row that we want to stay within; absent for everybody else. */
  readonly target?: number;
  /** Whether all rows are compared with this one, too. @defaultValue false */
  readonly isReference?: boolean;
}

/** A table of contenders that do the same work. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly does: string;
  /** What the contenders are compared by: their time divided by the baseline's, or their time minus it. */
  readonly compares: 'ratio' | 'difference';
  /** The first row is the baseline. */
  readonly rows: readonly [Row, ...Row[]];
}

const API = '@opentelemetry/sdk-trace-base';
const MAX_STAMPING_RATIO = 1.35;
const MAX_WRAP_RATIO = 1.5;
const MAX_UNSAMPLED_RATIO = 1.1;

const stamping: Benchmark = {
  name: 'stamping',
  title: 'Span stamping',
  does: 'A span is started and ended inside a parent span, in a context that says who is served. Nobody exports it.',
  compares: 'ratio',
  rows: [
    {
      label: 'bare OpenTelemetry',
      contender: 'bare',
      workload: 'stamp',
      packageName: API,
      does: 'stamps nothing',
    },
    {
      label: 'botanu, run of this process',
      contender: 'botanu',
      workload: 'stamp',
      packageName: '@botanu/processors',
      does: 'RunContextEnricher, inside event() with the three required options',
      target: MAX_STAMPING_RATIO,
    },
    {
      label: 'botanu, all seven keys',
      contender: 'botanu',
      workload: 'stampEverything',
      packageName: '@botanu/processors',
      does: 'the same with a tenant, in a run inside a run: the most that a span is stamped with outside a step',
    },
    {
      label: 'botanu, run from a baggage header',
      contender: 'botanu',
      workload: 'stampRemote',
      packageName: '@botanu/processors',
      does: 'RunContextEnricher, in the context that the W3C propagator made of a header, once for all spans',
      target: MAX_STAMPING_RATIO,
    },
    {
      label: 'baggage-span-processor',
      contender: 'baggage-span-processor',
      workload: 'stamp',
      packageName: '@opentelemetry/baggage-span-processor',
      does: 'all baggage keys, with the keys of a run in the baggage',
    },
    {
      label: 'traceloop',
      contender: 'traceloop',
      workload: 'stamp',
      packageName: '@traceloop/node-server-sdk',
      does: 'its span processor, with five association properties; its filter drops the span when it ends',
    },
    {
      label: 'langfuse',
      contender: 'langfuse',
      workload: 'stamp',
      packageName: '@langfuse/otel',
      does: 'its span processor, inside propagateAttributes() with five values; its filter drops the span when it ends',
    },
  ],
};

const wrapRows = (suffix: '' | 'Async'): Benchmark['rows'] => [
  {
    label: 'bare startActiveSpan',
    contender: 'bare',
    workload: `wrap${suffix}`,
    packageName: API,
    does: 'startActiveSpan() and end(); nothing says who is served',
  },
  {
    label: 'bare, and a batch processor',
    contender: 'bare',
    workload: `wrapBatched${suffix}`,
    packageName: API,
    does: 'the same, with the BatchSpanProcessor that traceloop and langfuse have built in; its exporter forgets',
  },
  {
    label: 'by hand, the same data',
    contender: 'hand-written',
    workload: `wrap${suffix}`,
    packageName: API,
    does: 'startActiveSpan() with the seven attributes and the two events of a run span, written by hand',
    isReference: true,
  },
  {
    label: 'by hand, and baggage',
    contender: 'hand-written',
    workload: `wrapWithBaggage${suffix}`,
    packageName: API,
    does: 'the same, and the run in baggage: all that event() does, without its safety',
  },
  {
    label: 'botanu event()',
    contender: 'botanu',
    workload: `wrap${suffix}`,
    packageName: '@botanu/core',
    does: 'event(), with the RunContextEnricher in the provider',
    target: MAX_WRAP_RATIO,
  },
  {
    label: 'traceloop withWorkflow()',
    contender: 'traceloop',
    workload: `wrap${suffix}`,
    packageName: '@traceloop/node-server-sdk',
    does: 'with three association properties and without content; returns a promise also for a synchronous function',
  },
  {
    label: 'langfuse, observation alone',
    contender: 'langfuse',
    workload: `wrap${suffix}`,
    packageName: '@langfuse/tracing',
    does: 'startActiveObservation(); nothing says who is served',
  },
  {
    label: 'langfuse, and attributes',
    contender: 'langfuse',
    workload: `wrapWithAttributes${suffix}`,
    packageName: '@langfuse/tracing',
    does: 'startActiveObservation() inside propagateAttributes() with four values',
  },
  {
    label: 'langsmith traceable()',
    contender: 'langsmith',
    workload: `wrap${suffix}`,
    packageName: 'langsmith',
    does: 'no OpenTelemetry: queues a run, with three metadata values fixed when it was wrapped; serialising and sending it is not measured; returns a promise also for a synchronous function',
  },
];

const wrap: Benchmark = {
  name: 'wrap',
  title: 'Event wrap, synchronous function',
  does: 'A function that counts is called inside a new root span.',
  compares: 'ratio',
  rows: wrapRows(''),
};

const wrapAsync: Benchmark = {
  name: 'wrap-async',
  title: 'Event wrap, asynchronous function',
  does: 'An async function that counts is called inside a new root span, and awaited before the next.',
  compares: 'ratio',
  rows: wrapRows('Async'),
};

const withoutSdk: Benchmark = {
  name: 'no-sdk',
  title: 'Event wrap where no SDK is registered',
  does: 'The same synchronous function, with neither a tracer provider nor a context manager.',
  compares: 'difference',
  rows: [
    {
      label: 'the function itself',
      contender: 'bare',
      workload: 'direct',
      packageName: '@opentelemetry/api',
      does: 'a plain call',
    },
    {
      label: 'bare startActiveSpan',
      contender: 'bare',
      workload: 'withoutSdk',
      packageName: '@opentelemetry/api',
      does: 'on a tracer that has no provider',
    },
    {
      label: 'botanu event()',
      contender: 'botanu',
      workload: 'withoutSdk',
      packageName: '@botanu/core',
      does: 'makes the run, which the function is given, and no span',
    },
    {
      label: 'traceloop withWorkflow()',
      contender: 'traceloop',
      workload: 'withoutSdk',
      packageName: '@traceloop/node-server-sdk',
      does: 'initialised with tracing off; returns a promise',
    },
    {
      label: 'langfuse, and attributes',
      contender: 'langfuse',
      workload: 'withoutSdk',
      packageName: '@langfuse/tracing',
      does: 'startActiveObservation() inside propagateAttributes()',
    },
    {
      label: 'langsmith traceable()',
      contender: 'langsmith',
      workload: 'withoutSdk',
      packageName: 'langsmith',
      does: 'where nobody has turned tracing on; returns a promise',
    },
  ],
};

const unsampled: Benchmark = {
  name: 'unsampled',
  title: 'A span outside a run that the sampler drops',
  does: 'A span is started and ended in a provider that samples nothing, before and after enable() has joined it.',
  compares: 'ratio',
  rows: [
    {
      label: 'provider alone',
      contender: 'attached',
      workload: 'dropped',
      packageName: API,
      does: 'the span is not recorded',
    },
    {
      label: 'joined, exportScope runs',
      contender: 'attached',
      workload: 'droppedWithRunsExported',
      packageName: '@botanu/sdk',
      does: 'the span is not recorded, since it is in no run',
      target: MAX_UNSAMPLED_RATIO,
    },
    {
      label: 'joined, exportScope all',
      contender: 'attached',
      workload: 'droppedWithAllExported',
      packageName: '@botanu/sdk',
      does: 'the span is recorded for us, and for nobody else; nothing is exported',
    },
  ],
};

/** Everything that `npm run bench` measures, in order. */
export const benchmarks: readonly Benchmark[] = [
  stamping,
  wrap,
  wrapAsync,
  withoutSdk,
  unsampled,
  ...llmBenchmarks,
  ...dataBenchmarks,
];
