import type { Benchmark, Row } from './catalogue';

const API = '@opentelemetry/sdk-trace-base';
const MAX_TRACKER_RATIO = 1.5;
const MAX_RESOURCE_RATIO = 1.15;

const data: Benchmark = {
  name: 'data',
  title: 'A tracked database call',
  does: 'A function that counts runs inside the span of a database call, with the same attributes in both rows.',
  compares: 'ratio',
  rows: [
    {
      label: 'bare startActiveSpan',
      contender: 'bare-data',
      workload: 'database',
      packageName: API,
      does: 'the attributes, the two counts and the duration written by hand, with a try around the function',
    },
    {
      label: 'botanu trackDbOperation()',
      contender: 'botanu-data',
      workload: 'database',
      packageName: '@botanu/data',
      does: 'system, operation and database; setResult() with two counts',
      target: MAX_TRACKER_RATIO,
    },
  ],
};

const dataMessage: Benchmark = {
  name: 'data-message',
  title: 'A tracked message',
  does: 'A function that counts runs inside the span of a published message, with the same attributes in both rows.',
  compares: 'ratio',
  rows: [
    {
      label: 'bare startActiveSpan',
      contender: 'bare-data',
      workload: 'message',
      packageName: API,
      does: 'the attributes, the two counts and the duration written by hand, with a try around the function',
    },
    {
      label: 'botanu trackMessagingOperation()',
      contender: 'botanu-data',
      workload: 'message',
      packageName: '@botanu/data',
      does: 'system, operation and destination; setResult() with two counts; no carrier',
      target: MAX_TRACKER_RATIO,
    },
  ],
};

const resourceRows = (workload: string, target: number | undefined): readonly [Row, Row] => [
  {
    label: 'bare OpenTelemetry',
    contender: 'bare-data',
    workload,
    packageName: API,
    does: 'no processor but the one that every row has',
  },
  {
    label: 'botanu ResourceEnricher',
    contender: 'botanu-data',
    workload,
    packageName: '@botanu/processors',
    does: 'the same with the ResourceEnricher before it',
    ...(target === undefined ? {} : { target }),
  },
];

const resource: Benchmark = {
  name: 'resource',
  title: 'Inferred resource cost: nothing to infer, no attributes',
  does: 'A span is started and ended.',
  compares: 'ratio',
  rows: resourceRows('emptySpan', MAX_RESOURCE_RATIO),
};

const resourceAttributes: Benchmark = {
  name: 'resource-attributes',
  title: 'Inferred resource cost: nothing to infer, ten attributes',
  does: 'A span with ten attributes that tell nothing is started and ended.',
  compares: 'ratio',
  rows: resourceRows('plainSpan', MAX_RESOURCE_RATIO),
};

const resourceHttp: Benchmark = {
  name: 'resource-http',
  title: 'Inferred resource cost: both attributes of an HTTP call',
  does: 'A span with the attributes of an HTTP call to S3 is started and ended; two more are inferred. No target.',
  compares: 'ratio',
  rows: resourceRows('httpSpan', undefined),
};

/** Trackers of data, and what is inferred without them. */
export const dataBenchmarks: readonly Benchmark[] = [
  data,
  dataMessage,
  resource,
  resourceAttributes,
  resourceHttp,
];
