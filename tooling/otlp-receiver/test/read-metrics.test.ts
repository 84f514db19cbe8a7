/** @jest-environment <rootDir>/test/exporters-environment.ts */
import { ValueType } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { Writer } from 'protobufjs';
import { type OtlpReceiver, startOtlpReceiver } from '../src/index';
import { encodings, metrics } from './real-exporters';
import { jsonType, protobufType, send } from './support';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

function metric(name: string) {
  return receiver.metrics.find((candidate) => candidate.name === name);
}

describe.each(encodings)('metrics of a real provider, as $encoding with compression $compression', (how) => {
  async function recordAll(temporalityPreference: AggregationTemporality) {
    const exporter = new metrics[how.encoding]({
      url: `${receiver.url}/v1/metrics`,
      compression: how.compression,
      temporalityPreference,
    });
    const provider = new MeterProvider({
      resource: resourceFromAttributes({ 'service.name': 'desk' }),
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
      views: [
        {
          instrumentName: 'size',
          aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
        },
      ],
    });
    const meter = provider.getMeter('meter', '2.0.0');
    const counter = meter.createCounter('tickets', {
      unit: '{ticket}',
      description: 'Tickets resolved',
      valueType: ValueType.INT,
    });
    counter.add(2, { team: 'a' });
    counter.add(2 ** 60, { team: 'b' });
    meter.createUpDownCounter('open').add(-1.5);
    meter.createGauge('temperature').record(21.5, { room: 'é' });
    const duration = meter.createHistogram('duration', {
      unit: 's',
      advice: { explicitBucketBoundaries: [1, 5] },
    });
    for (const value of [0.5, 2, 3, 10]) duration.record(value);
    const size = meter.createHistogram('size');
    for (const value of [0, 1, 2, 4]) size.record(value);
    await provider.forceFlush();
    await provider.shutdown();
  }

  it('arrive whole', async () => {
    await recordAll(AggregationTemporality.CUMULATIVE);

    const common = {
      resource: { 'service.name': 'desk' },
      scope: { name: 'meter', version: '2.0.0' },
    };
    const times = { startTimeUnixNano: expect.any(BigInt), timeUnixNano: expect.any(BigInt), flags: 0 };
    expect(metric('tickets')).toEqual({
      ...common,
      name: 'tickets',
      unit: '{ticket}',
      description: 'Tickets resolved',
      type: 'sum',
      temporality: 'cumulative',
      monotonic: true,
      dataPoints: [
        { ...times, attributes: { team: 'a' }, value: 2, exemplars: [] },
        { ...times, attributes: { team: 'b' }, value: 2n ** 60n, exemplars: [] },
      ],
    });
    expect(metric('open')).toMatchObject({
      type: 'sum',
      temporality: 'cumulative',
      monotonic: false,
      dataPoints: [{ value: -1.5 }],
    });
    expect(metric('temperature')).toMatchObject({
      type: 'gauge',
      temporality: undefined,
      monotonic: undefined,
      dataPoints: [{ value: 21.5, attributes: { room: 'é' } }],
    });
    expect(metric('duration')).toEqual({
      ...common,
      name: 'duration',
      unit: 's',
      description: '',
      type: 'histogram',
      temporality: 'cumulative',
      monotonic: undefined,
      dataPoints: [
        {
          ...times,
          attributes: {},
          count: 4,
          sum: 15.5,
          min: 0.5,
          max: 10,
          bucketCounts: [1, 2, 1],
          explicitBounds: [1, 5],
          exemplars: [],
        },
      ],
    });
    const size = metric('size');
    expect(size).toMatchObject({
      type: 'exponentialHistogram',
      temporality: 'cumulative',
      dataPoints: [{ count: 4, sum: 7, min: 0, max: 4, zeroCount: 1, negative: { bucketCounts: [] } }],
    });
    const [point] = size?.type === 'exponentialHistogram' ? size.dataPoints : [];
    expect(point?.positive.bucketCounts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(point?.scale).toBeGreaterThan(0);
    expect(receiver.requests[0]).toMatchObject({ signal: 'metrics', status: 200, acceptedItemCount: 6 });
  });

  it('say when they are deltas', async () => {
    await recordAll(AggregationTemporality.DELTA);

    expect(metric('tickets')?.temporality).toBe('delta');
    expect(metric('duration')?.temporality).toBe('delta');
  });
});

// The JavaScript SDK makes neither summaries nor exemplars, so these are written by OTLP's field numbers.
function tag(field: number, wireType: number): number {
  return field * 8 + wireType;
}

function nested(field: number, ...parts: Uint8Array[]): Uint8Array {
  return Writer.create().uint32(tag(field, 2)).bytes(Buffer.concat(parts)).finish();
}

function text(field: number, value: string): Uint8Array {
  return Writer.create().uint32(tag(field, 2)).string(value).finish();
}

function fixed64(field: number, value: number): Uint8Array {
  return Writer.create().uint32(tag(field, 1)).fixed64(value).finish();
}

function double(field: number, value: number): Uint8Array {
  return Writer.create().uint32(tag(field, 1)).double(value).finish();
}

function attribute(field: number): Uint8Array {
  return nested(field, text(1, 'key'), nested(2, text(1, 'value')));
}

const summaryPoint = [
  fixed64(2, 1),
  fixed64(3, 2),
  fixed64(4, 3),
  double(5, 4.5),
  nested(6, double(1, 0.5), double(2, 1.5)),
  attribute(7),
];
const exemplar = [
  attribute(7),
  fixed64(2, 5),
  double(3, 6.5),
  nested(4, Buffer.from('b'.repeat(16), 'hex')),
  nested(5, Buffer.from('a'.repeat(32), 'hex')),
];
const inProtobuf = nested(
  1,
  nested(
    2,
    nested(2, text(1, 'latency'), nested(11, nested(1, ...summaryPoint))),
    nested(2, text(1, 'load'), nested(5, nested(1, double(4, 7.5), nested(5, ...exemplar)))),
  ),
);

const jsonAttributes = [{ key: 'key', value: { stringValue: 'value' } }];
const summaryInJson = {
  startTimeUnixNano: '1',
  timeUnixNano: '2',
  count: '3',
  sum: 4.5,
  quantileValues: [{ quantile: 0.5, value: 1.5 }],
  attributes: jsonAttributes,
};
const exemplarInJson = {
  timeUnixNano: '5',
  asDouble: 6.5,
  spanId: 'b'.repeat(16),
  traceId: 'a'.repeat(32),
  filteredAttributes: jsonAttributes,
};
const inJson = JSON.stringify({
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          metrics: [
            { name: 'latency', summary: { dataPoints: [summaryInJson] } },
            { name: 'load', gauge: { dataPoints: [{ asDouble: 7.5, exemplars: [exemplarInJson] }] } },
          ],
        },
      ],
    },
  ],
});

it.each([
  ['protobuf', protobufType, inProtobuf],
  ['JSON', jsonType, inJson],
])('reads summaries and exemplars in %s', async (_name, contentType, body) => {
  await send(`${receiver.url}/v1/metrics`, body, { 'content-type': contentType });

  expect(metric('latency')).toEqual({
    name: 'latency',
    unit: '',
    description: '',
    type: 'summary',
    temporality: undefined,
    monotonic: undefined,
    resource: {},
    scope: { name: '', version: '' },
    dataPoints: [
      {
        attributes: { key: 'value' },
        startTimeUnixNano: 1n,
        timeUnixNano: 2n,
        flags: 0,
        count: 3,
        sum: 4.5,
        quantileValues: [{ quantile: 0.5, value: 1.5 }],
      },
    ],
  });
  expect(metric('load')?.dataPoints).toEqual([
    {
      attributes: {},
      startTimeUnixNano: 0n,
      timeUnixNano: 0n,
      flags: 0,
      value: 7.5,
      exemplars: [
        {
          value: 6.5,
          timeUnixNano: 5n,
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
          filteredAttributes: { key: 'value' },
        },
      ],
    },
  ]);
});

it('refuses a metric without data', async () => {
  const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'empty' }] }] }] });

  expect((await send(`${receiver.url}/v1/metrics`, body)).status).toBe(400);
});
