import type { Attributes, ReceivedSpan } from '@botanu-tooling/otlp-receiver';

let lastId = 0;

/** A span as the receiver would have decoded it. */
export function makeSpan(service: string, name: string, overrides: Partial<ReceivedSpan> = {}): ReceivedSpan {
  lastId += 1;
  return {
    traceId: 'a'.repeat(32),
    spanId: lastId.toString(16).padStart(16, '0'),
    parentSpanId: undefined,
    name,
    kind: 1,
    startTimeUnixNano: 1_780_000_000_000_000_000n + BigInt(lastId) * 1_000_000n,
    endTimeUnixNano: 1_780_000_000_000_000_000n + BigInt(lastId) * 1_000_000n + 2_500_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 0, message: '' },
    flags: 1,
    traceState: '',
    droppedAttributesCount: 0,
    resource: { 'service.name': service },
    scope: { name: 'test', version: '' },
    ...overrides,
  };
}

/** What a run stamps on its spans. */
export interface RunKeys {
  readonly runId: string;
  readonly eventId: string;
  readonly customerId: string;
}

/** The attributes that each span of a run carries. */
export function runAttributes({ runId, eventId, customerId }: RunKeys): Attributes {
  return {
    'botanu.run_id': runId,
    'botanu.workflow': 'Support',
    'botanu.event_id': eventId,
    'botanu.customer_id': customerId,
    'botanu.environment': 'test',
  };
}

/** A run span that has ended. */
export function makeRunSpan(
  keys: RunKeys,
  {
    attempt = 1,
    status = 'success',
    parent,
  }: { attempt?: number; status?: string; parent?: ReceivedSpan } = {},
): ReceivedSpan {
  return makeSpan('desk', 'botanu.run/Support', {
    kind: 2,
    parentSpanId: parent?.spanId,
    attributes: { ...runAttributes(keys), ...(attempt > 1 ? { 'botanu.attempt': attempt } : {}) },
    events: [{ name: 'botanu.run.completed', timeUnixNano: 0n, attributes: { status } }],
  });
}

/** A call of a model inside a run. */
export function makeModelSpan(
  keys: RunKeys,
  parent: ReceivedSpan,
  attributes: Attributes = {},
  overrides: Partial<ReceivedSpan> = {},
): ReceivedSpan {
  return makeSpan('desk', 'chat gpt-4o-mini', {
    parentSpanId: parent.spanId,
    attributes: {
      ...runAttributes(keys),
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      ...attributes,
    },
    ...overrides,
  });
}

/** A call of the knowledge base inside a run. */
export function makeDatabaseSpan(keys: RunKeys, parent: ReceivedSpan, attributes: Attributes): ReceivedSpan {
  return makeSpan('knowledge', 'db.postgresql.select', {
    parentSpanId: parent.spanId,
    attributes: {
      ...runAttributes(keys),
      'db.system': 'postgresql',
      'db.collection.name': 'articles',
      ...attributes,
    },
  });
}

/** The usage that a model span carries. */
export function usage(inputTokens: number, outputTokens: number): Attributes {
  return { 'gen_ai.usage.input_tokens': inputTokens, 'gen_ai.usage.output_tokens': outputTokens };
}
