import { readAnyValue, readAttributes, readResource, readScope } from './read-attributes';
import type { Attributes, ReceivedLogRecord, ReceivedScope } from './types';
import {
  readId,
  readMessage,
  readMessages,
  readSmallInteger,
  readString,
  readTime,
  type WireMessage,
} from './wire-values';

/** The log records of a decoded `ExportLogsServiceRequest`, in its order. */
export function readLogRecords(request: WireMessage): ReceivedLogRecord[] {
  return readMessages(request, 'resourceLogs').flatMap((resourceLogs) => {
    const resource = readResource(resourceLogs);
    return readMessages(resourceLogs, 'scopeLogs').flatMap((scopeLogs) => {
      const scope = readScope(scopeLogs);
      return readMessages(scopeLogs, 'logRecords').map((record) => readLogRecord(record, resource, scope));
    });
  });
}

function readLogRecord(record: WireMessage, resource: Attributes, scope: ReceivedScope): ReceivedLogRecord {
  return {
    body: readAnyValue(readMessage(record, 'body')),
    severityNumber: readSmallInteger(record, 'severityNumber'),
    severityText: readString(record, 'severityText'),
    timeUnixNano: readTime(record, 'timeUnixNano'),
    observedTimeUnixNano: readTime(record, 'observedTimeUnixNano'),
    attributes: readAttributes(record, 'attributes'),
    droppedAttributesCount: readSmallInteger(record, 'droppedAttributesCount'),
    traceId: readId(record, 'traceId', 16),
    spanId: readId(record, 'spanId', 8),
    flags: readSmallInteger(record, 'flags'),
    eventName: readString(record, 'eventName'),
    resource,
    scope,
  };
}
