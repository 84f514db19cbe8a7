/** @jest-environment <rootDir>/test/exporters-environment.ts */
import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { type OtlpReceiver, startOtlpReceiver } from '../src/index';
import { encodings, logs } from './real-exporters';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

describe.each(encodings)(
  'log records of a real provider, as $encoding with compression $compression',
  (how) => {
    it('arrive whole', async () => {
      const exporter = new logs[how.encoding]({
        url: `${receiver.url}/v1/logs`,
        compression: how.compression,
      });
      const provider = new LoggerProvider({
        resource: resourceFromAttributes({ 'service.name': 'desk' }),
        processors: [new BatchLogRecordProcessor({ exporter })],
      });
      const logger = provider.getLogger('logger', '3.0.0');
      logger.emit({
        eventName: 'ticket.closed',
        body: {
          text: 'bödy',
          list: [1, 'two', true, null, [2 ** 60]],
          bytes: new Uint8Array([0, 127, 255]),
          nested: { empty: {}, nothing: [], __proto__key: -0.5 },
        },
        severityNumber: SeverityNumber.WARN,
        severityText: 'warning',
        timestamp: [1_700_000_000, 5],
        observedTimestamp: [1_700_000_001, 6],
        attributes: {
          'thread.id': 7,
          tags: ['a'],
          bytes: new Uint8Array([1, 2]),
          map: { deep: { er: 'x' } },
        },
        context: trace.setSpanContext(ROOT_CONTEXT, {
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
          traceFlags: TraceFlags.SAMPLED,
        }),
      });
      logger.emit({ body: 'plain' });
      await provider.forceFlush();
      await provider.shutdown();

      const common = {
        droppedAttributesCount: 0,
        resource: { 'service.name': 'desk' },
        scope: { name: 'logger', version: '3.0.0' },
      };
      expect(receiver.logRecords).toEqual([
        {
          ...common,
          body: {
            text: 'bödy',
            list: [1, 'two', true, null, [2n ** 60n]],
            bytes: new Uint8Array([0, 127, 255]),
            nested: { empty: {}, nothing: [], __proto__key: -0.5 },
          },
          severityNumber: 13,
          severityText: 'warning',
          timeUnixNano: 1_700_000_000_000_000_005n,
          observedTimeUnixNano: 1_700_000_001_000_000_006n,
          attributes: {
            'thread.id': 7,
            tags: ['a'],
            bytes: new Uint8Array([1, 2]),
            map: { deep: { er: 'x' } },
          },
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
          flags: 1,
          eventName: 'ticket.closed',
        },
        {
          ...common,
          body: 'plain',
          severityNumber: 0,
          severityText: '',
          timeUnixNano: expect.any(BigInt),
          observedTimeUnixNano: expect.any(BigInt),
          attributes: {},
          traceId: undefined,
          spanId: undefined,
          flags: 0,
          eventName: '',
        },
      ]);
      expect(receiver.requests[0]).toMatchObject({ signal: 'logs', status: 200, acceptedItemCount: 2 });
    });
  },
);
