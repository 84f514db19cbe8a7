import { continueRun, currentRun, event, extractRunContext, injectRunContext, step } from '@botanu/core';
import { trackMessagingOperation } from '@botanu/data';
import { RunContextEnricher } from '@botanu/processors';
import { type Broker, findProgram, startRabbitMq, startRedis } from '@botanu-tooling/local-servers';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { SpanKind } from '@opentelemetry/api';
import { type ConsumeMessage, connect } from 'amqplib';
import { Queue, Worker } from 'bullmq';
import Redis from 'ioredis';

jest.setTimeout(120_000);

const ticket = { eventId: 'ticket 42', customerId: 'müller & söhne', workflow: 'Support' };

const redisProgram = findProgram('redis-server');
const rabbitMqProgram = findProgram('/usr/lib/rabbitmq/bin/rabbitmq-server', 'rabbitmq-server');

/** Debian's packages; a machine without them leaves these tests out, and says so. CI has to have them. */
function describeWith(program: string | undefined, name: string, tests: () => void): void {
  if (program === undefined && process.env.CI === undefined) {
    process.stderr.write(`LEFT OUT: ${name}. To run it: apt-get install redis-server rabbitmq-server\n`);
    describe.skip(name, tests);
    return;
  }
  describe(name, tests);
}

let tracing: TestTracing;
beforeEach(() => {
  tracing = (SDK_LINES[1] as (typeof SDK_LINES)[number]).start({ processors: [new RunContextEnricher()] });
});
afterEach(() => tracing.stop());

/** What a worker has to have seen: the sender's run, current, and its trace. */
function expectContinued(seen: ReturnType<typeof look> | undefined, runId: string): void {
  expect(seen).toEqual({ runId, eventId: ticket.eventId, customerId: ticket.customerId });
  const work = tracing.spanNamed('botanu.step/work');
  expect(work.attributes['botanu.run_id']).toBe(runId);
  expect(work.traceId).toBe(tracing.spanNamed('botanu.run/Support').traceId);
}

/** What a tracked consumer has to have done: joined the run, begun a trace, and linked to its producer. */
function expectLinked(seen: ReturnType<typeof look> | undefined, runId: string, system: string): void {
  expect(seen).toEqual({ runId, eventId: ticket.eventId, customerId: ticket.customerId });
  const producer = tracing.spanNamed(`messaging.${system}.publish`);
  const consumer = tracing.spanNamed(`messaging.${system}.consume`);
  expect([producer.kind, consumer.kind]).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER]);
  expect(consumer.attributes['botanu.run_id']).toBe(runId);
  expect(consumer.links.map(({ context: { traceId, spanId } }) => ({ traceId, spanId }))).toEqual([
    { traceId: producer.traceId, spanId: producer.spanId },
  ]);
  expect(consumer.traceId).not.toBe(producer.traceId);
  expect(tracing.spanNamed('botanu.step/work').parentSpanId).toBe(consumer.spanId);
}

function look(): { runId?: string; eventId?: string; customerId?: string } {
  const { runId, eventId, customerId } = currentRun() ?? {};
  return { runId, eventId, customerId } as ReturnType<typeof look>;
}

describeWith(redisProgram, 'Redis', () => {
  let broker: Broker;
  beforeAll(async () => {
    if (redisProgram === undefined) {
      throw new Error('redis-server is not installed');
    }
    broker = await startRedis(redisProgram);
  });
  afterAll(() => broker?.stop());

  it('BullMQ: a job goes on with the run, also when it is tried again', async () => {
    const connection = { host: '127.0.0.1', port: broker.port, maxRetriesPerRequest: null };
    const queue = new Queue('answers', { connection });
    const seen: ReturnType<typeof look>[] = [];
    const worker = new Worker(
      'answers',
      (job) =>
        continueRun(job.data.context, async () => {
          seen.push(look());
          if (job.attemptsMade === 0) {
            throw new Error('try again');
          }
          return step('work', async () => 'done');
        }),
      { connection },
    );
    const completed = new Promise((resolve) => worker.once('completed', (_, result) => resolve(result)));
    const runId = await event(ticket, async (run) => {
      await queue.add('answer', { context: injectRunContext({}) }, { attempts: 2 });
      return run.runId;
    });
    await expect(completed).resolves.toBe('done');
    await worker.close();
    await queue.close();
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
    expectContinued(seen[1], runId);
  });

  it('BullMQ: a tracked job links to its producer and joins its run', async () => {
    const connection = { host: '127.0.0.1', port: broker.port, maxRetriesPerRequest: null };
    const queue = new Queue('tracked', { connection });
    const options = { system: 'bullmq', destination: 'tracked' };
    const worker = new Worker(
      'tracked',
      (job) =>
        trackMessagingOperation({ ...options, operation: 'consume', carrier: job.data.context }, () =>
          step('work', async () => look()),
        ),
      { connection },
    );
    const completed = new Promise<ReturnType<typeof look>>((resolve) =>
      worker.once('completed', (_, result) => resolve(result)),
    );
    const runId = await event(ticket, async (run) => {
      const carrier = {};
      await trackMessagingOperation({ ...options, operation: 'publish', carrier }, (call) =>
        queue.add('answer', { context: carrier }).finally(() => call.setResult({ messageCount: 1 })),
      );
      return run.runId;
    });
    const seen = await completed;
    await worker.close();
    await queue.close();
    expectLinked(seen, runId, 'bullmq');
    expect(tracing.spanNamed('messaging.bullmq.publish').attributes['botanu.messaging.message_count']).toBe(
      1,
    );
  });

  it('ioredis: an entry of a stream goes on with the run', async () => {
    const redis = new Redis(broker.port, '127.0.0.1');
    const runId = await event(ticket, async (run) => {
      const context = injectRunContext(new Map<string, string>());
      await redis.xadd('tickets', '*', 'id', ticket.eventId, ...[...context].flat());
      return run.runId;
    });
    const [[, entries]] = (await redis.xread('COUNT', 1, 'STREAMS', 'tickets', '0')) as [
      [string, [string, string[]][]],
    ];
    const fields = entries[0]?.[1] ?? [];
    const carrier = new Map(
      fields.flatMap((key, index) => (index % 2 === 0 ? [[key, fields[index + 1]]] : [])) as [
        string,
        string,
      ][],
    );
    const seen = await continueRun(carrier, () => step('work', async () => look()));
    redis.disconnect();
    expectContinued(seen, runId);
  });
});

describeWith(rabbitMqProgram, 'RabbitMQ', () => {
  let broker: Broker;
  beforeAll(async () => {
    if (rabbitMqProgram === undefined) {
      throw new Error('rabbitmq-server is not installed');
    }
    broker = await startRabbitMq(rabbitMqProgram);
  });
  afterAll(() => broker?.stop());

  it('amqplib: a message goes on with the run, or opens a child run', async () => {
    const connection = await connect(`amqp://127.0.0.1:${broker.port}`);
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('tickets', { durable: false });
    const runId = event(ticket, (run) => {
      channel.sendToQueue(queue, Buffer.from('{}'), { headers: injectRunContext({ tenant: 'x' }) });
      return run.runId;
    });
    const message = await new Promise<ConsumeMessage>((resolve) => {
      void channel.consume(queue, (received) => received !== null && resolve(received), { noAck: true });
    });
    const { headers = {} } = message.properties;
    expect(headers.tenant).toBe('x');
    expect(extractRunContext(headers)?.runId).toBe(runId);
    const seen = await continueRun(headers, () => step('work', async () => look()));
    const child = event({ ...ticket, workflow: 'Child', parent: headers }, (run) => run);
    await channel.close();
    await connection.close();
    expectContinued(seen, runId);
    expect(child.parentRunId).toBe(runId);
  });

  it('amqplib: a tracked message links to its producer and joins its run, also when its headers are made inside', async () => {
    const connection = await connect(`amqp://127.0.0.1:${broker.port}`);
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('tracked', { durable: false });
    const options = { system: 'rabbitmq', destination: queue };
    const body = Buffer.from('{}');
    const runId = event(ticket, (run) => {
      trackMessagingOperation({ ...options, operation: 'publish' }, (call) => {
        channel.sendToQueue(queue, body, { headers: call.inject({ tenant: 'x' }) });
        call.setResult({ messageCount: 1, bytesTransferred: body.length });
      });
      return run.runId;
    });
    const message = await new Promise<ConsumeMessage>((resolve) => {
      void channel.consume(queue, (received) => received !== null && resolve(received), { noAck: true });
    });
    const carrier = message.properties.headers ?? {};
    const seen = await trackMessagingOperation({ ...options, operation: 'consume', carrier }, () =>
      step('work', async () => look()),
    );
    await channel.close();
    await connection.close();
    expect(carrier.tenant).toBe('x');
    expectLinked(seen, runId, 'rabbitmq');
  });
});
