import { type Attributes, SpanKind, type Tracer } from '@opentelemetry/api';
import type { Workload } from '../contender';
import { HTTP_ATTRIBUTES, PLAIN_ATTRIBUTES, spanOf } from '../data-workload';
import { work } from '../subject';
import { registerTracing } from '../tracing';

export function database(): Workload {
  return tracked('db.postgresql.select', SpanKind.CLIENT, 'botanu.data.duration_ms', () => ({
    atStart: {
      'db.system': 'postgresql',
      'db.system.name': 'postgresql',
      'db.operation': 'SELECT',
      'db.operation.name': 'SELECT',
      'db.name': 'desk',
      'db.namespace': 'desk',
      'botanu.vendor': 'postgresql',
    },
    ofResult: { 'botanu.data.rows_returned': 12, 'botanu.data.bytes_read': 4096 },
  }));
}

export function message(): Workload {
  return tracked('messaging.kafka.publish', SpanKind.PRODUCER, 'botanu.messaging.duration_ms', () => ({
    atStart: {
      'messaging.system': 'kafka',
      'messaging.operation': 'publish',
      'messaging.operation.name': 'publish',
      'messaging.destination.name': 'tickets',
      'botanu.vendor': 'kafka',
    },
    ofResult: { 'botanu.messaging.message_count': 1, 'botanu.messaging.bytes_transferred': 4096 },
  }));
}

export function emptySpan(): Workload {
  return spanOf(registerTracing(), undefined);
}

export function plainSpan(): Workload {
  return spanOf(registerTracing(), PLAIN_ATTRIBUTES);
}

export function httpSpan(): Workload {
  return spanOf(registerTracing(), HTTP_ATTRIBUTES);
}

function tracked(
  name: string,
  kind: SpanKind,
  durationKey: string,
  attributesOf: () => { readonly atStart: Attributes; readonly ofResult: Attributes },
): Workload {
  const { tracer, lastSpan } = registerTracing();
  return {
    operation: () => runInSpan(tracer, name, kind, durationKey, attributesOf()),
    evidence: () => lastSpan.describe(),
  };
}

function runInSpan(
  tracer: Tracer,
  name: string,
  kind: SpanKind,
  durationKey: string,
  { atStart, ofResult }: { readonly atStart: Attributes; readonly ofResult: Attributes },
): number {
  const startedAt = performance.now();
  return tracer.startActiveSpan(name, { kind, attributes: atStart }, (span) => {
    try {
      const result = work();
      span.setAttributes(ofResult);
      return result;
    } finally {
      span.setAttribute(durationKey, performance.now() - startedAt);
      span.end();
    }
  });
}
