import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import {
  balanceOf,
  compareIds,
  receivedIds,
  type Sender,
  startSender,
  temporaryFolder,
  until,
} from './support';

jest.setTimeout(60_000);

const NOTHING_MISSING = { missingCount: 0, duplicateCount: 0, foreignCount: 0 };

let receiver: OtlpReceiver;
let folder: ReturnType<typeof temporaryFolder>;
let sender: Sender | undefined;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
  folder = temporaryFolder();
});

afterEach(async () => {
  await sender?.processor.shutdown();
  sender = undefined;
  await receiver.close();
  folder.remove();
});

function send(options: Parameters<typeof startSender>[1] = {}): Sender {
  sender = startSender(receiver, options);
  return sender;
}

async function finish({ processor, createdIds }: Sender) {
  await processor.shutdown();
  const stats = processor.getStats();
  expect(balanceOf(stats)).toBe(0);
  expect(stats.created).toBe(createdIds.length);
  return { stats, comparison: compareIds(createdIds, receivedIds(receiver)) };
}

it('a healthy collector gets a burst of 60,000 once each', async () => {
  const started = send();
  started.makeSpans(60_000);
  const { stats, comparison } = await finish(started);
  expect(comparison).toEqual(NOTHING_MISSING);
  expect(stats).toMatchObject({ delivered: 60_000, retried: 0, duplicated: 0, dropped: {}, queued: 0 });
});

it('sends what waits without being asked, within a flush interval', async () => {
  const started = send({ flushIntervalMs: 100 });
  started.makeSpans(3);
  await receiver.waitForSpans(3, { timeoutMs: 2000 });
});

it('a collector that is 50 ms away gets all, by at most four requests at a time', async () => {
  receiver.misbehaveAlways({ type: 'late', delayMs: 50 });
  const started = send();
  for (let turn = 0; turn < 100; turn += 1) {
    started.makeSpans(200);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  const { comparison } = await finish(started);
  expect(comparison).toEqual(NOTHING_MISSING);
  expect(receiver.requests.length).toBeLessThanOrEqual(20_000 / 512 + 4);
});

it('shutdown delivers a backlog of 60,000 to a collector that is 50 ms away', async () => {
  receiver.misbehaveAlways({ type: 'late', delayMs: 50 });
  const started = send();
  started.makeSpans(60_000);
  expect((await finish(started)).comparison).toEqual(NOTHING_MISSING);
});

it.each([
  ['503', { type: 'status', status: 503 } as const],
  ['429', { type: 'status', status: 429 } as const],
  ['408', { type: 'status', status: 408 } as const],
  ['a reset before the body is read', { type: 'drop' } as const],
])('%s is retried until it is over', async (_, behaviour) => {
  receiver.misbehave(behaviour, behaviour, behaviour);
  const started = send();
  started.makeSpans(500);
  await started.processor.forceFlush();
  expect(compareIds(started.createdIds, receivedIds(receiver))).toEqual(NOTHING_MISSING);
  expect(started.processor.getStats()).toMatchObject({ delivered: 500, dropped: {}, queued: 0 });
  expect(started.processor.getStats().retried).toBeGreaterThanOrEqual(1000);
});

it('waits as long as Retry-After says, in seconds or as a date', async () => {
  receiver.misbehave({ type: 'status', status: 503, retryAfter: 1 });
  const started = send();
  started.makeSpans(1);
  await started.processor.forceFlush();
  const inTwoSeconds = new Date(Date.now() + 2500).toUTCString();
  receiver.misbehave({ type: 'status', status: 429, retryAfter: inTwoSeconds });
  started.makeSpans(1);
  await started.processor.forceFlush();
  const [first, second, third, fourth] = receiver.requests.map(({ receivedAtMs }) => receivedAtMs);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(990);
  expect((fourth ?? 0) - (third ?? 0)).toBeGreaterThanOrEqual(1000);
  expect((await finish(started)).comparison).toEqual(NOTHING_MISSING);
});

it('counts as duplicated what was delivered though its answer was lost', async () => {
  receiver.misbehave({ type: 'drop', when: 'response' });
  const started = send();
  started.makeSpans(300);
  const { stats, comparison } = await finish(started);
  expect(comparison).toEqual({ missingCount: 0, duplicateCount: 300, foreignCount: 0 });
  expect(stats).toMatchObject({ delivered: 300, duplicated: 300, retried: 300, dropped: {} });
});

it.each([400, 401, 403, 404, 500, 301])('%i is not retried, and the spans are counted', async (status) => {
  receiver.misbehave({ type: 'status', status });
  const started = send();
  started.makeSpans(100);
  const { stats, comparison } = await finish(started);
  expect(comparison).toEqual({ missingCount: 100, duplicateCount: 0, foreignCount: 0 });
  expect(stats).toMatchObject({ delivered: 0, retried: 0, dropped: { refused: 100 } });
  expect(receiver.requests).toHaveLength(1);
});

it('counts what a partial success rejects', async () => {
  receiver.misbehave({ type: 'partialSuccess', rejected: 7, message: 'too old' });
  const started = send();
  started.makeSpans(100);
  const { stats, comparison } = await finish(started);
  expect(comparison).toEqual({ missingCount: 7, duplicateCount: 0, foreignCount: 0 });
  expect(stats).toMatchObject({ delivered: 93, dropped: { rejected: 7 } });
});

describe('a collector that takes small bodies only', () => {
  beforeEach(async () => {
    await receiver.close();
    receiver = await startOtlpReceiver({ maxBodyBytes: 100_000 });
  });

  it('gets batches in parts', async () => {
    const started = send();
    started.makeSpans(5000, { content: 'x'.repeat(1000) });
    const { stats, comparison } = await finish(started);
    expect(comparison).toEqual(NOTHING_MISSING);
    expect(stats).toMatchObject({ delivered: 5000, dropped: {} });
    expect(receiver.requests.some(({ status }) => status === 413)).toBe(true);
  });

  it('does not get a single span that is too large, and it is counted', async () => {
    const started = send();
    started.makeSpans(10);
    started.makeSpans(1, { content: 'x'.repeat(200_000) });
    started.makeSpans(10);
    const { stats, comparison } = await finish(started);
    expect(comparison.missingCount).toBe(1);
    expect(stats.dropped).toEqual({ too_large: 1 });
  });

  it('gets the segments of a spool in parts', async () => {
    const port = Number(new URL(receiver.url).port);
    await receiver.close();
    const started = send({ spool: { dir: folder.path }, flushIntervalMs: 200 });
    started.makeSpans(5000, { content: 'x'.repeat(1000) });
    await started.processor.forceFlush();
    expect(started.processor.getStats()).toMatchObject({ queued: 0, onDisk: 5000 });
    receiver = await startOtlpReceiver({ port, maxBodyBytes: 100_000 });
    await receiver.waitForSpans(5000, { timeoutMs: 20_000 });
    const { stats, comparison } = await finish(started);
    expect(comparison).toEqual(NOTHING_MISSING);
    expect(stats).toMatchObject({ delivered: 5000, onDisk: 0, dropped: {} });
  });
});

describe('a collector that hangs', () => {
  it('has its connections destroyed at the deadline, and what it took is counted as duplicated', async () => {
    receiver.misbehave({ type: 'never' });
    const started = send({ requestTimeoutMs: 300 });
    started.makeSpans(10);
    await started.processor.forceFlush();
    const { stats, comparison } = await finish(started);
    expect(comparison).toEqual({ missingCount: 0, duplicateCount: 10, foreignCount: 0 });
    expect(stats).toMatchObject({ delivered: 10, duplicated: 10 });
  });

  it('delays shutdown by no more than shutdownTimeoutMs; without a spool the rest is counted as lost', async () => {
    receiver.misbehaveAlways({ type: 'never', keep: false });
    const started = send({ shutdownTimeoutMs: 400 });
    started.makeSpans(3000);
    const startedAtMs = performance.now();
    const { stats } = await finish(started);
    expect(performance.now() - startedAtMs).toBeLessThan(1500);
    expect(stats).toMatchObject({ delivered: 0, queued: 0, dropped: { shutdown_timeout: 3000 } });
  });

  it('leaves all of it to the spool', async () => {
    receiver.misbehaveAlways({ type: 'never', keep: false });
    const started = send({ shutdownTimeoutMs: 400, spool: { dir: folder.path } });
    started.makeSpans(3000);
    const { stats } = await finish(started);
    expect(stats).toMatchObject({ delivered: 0, queued: 0, onDisk: 3000, dropped: {} });
    receiver.misbehaveAlways(undefined);
    // After shutdown() nothing is taken out of the spool any more.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(receiver.spans).toHaveLength(0);
    const next = startSender(receiver, { spool: { dir: folder.path } });
    await receiver.waitForSpans(3000);
    await next.processor.shutdown();
    expect(compareIds(started.createdIds, receivedIds(receiver))).toEqual(NOTHING_MISSING);
    expect(next.processor.getStats()).toMatchObject({
      created: 0,
      recovered: 3000,
      delivered: 3000,
      onDisk: 0,
    });
    expect(balanceOf(next.processor.getStats())).toBe(0);
  });
});

it.each([
  ['in memory, as long as the queue is large enough', false],
  ['in the spool, with a queue that is far too small', true],
])('an outage of 10 s loses nothing: %s', async (_, hasSpool) => {
  const port = Number(new URL(receiver.url).port);
  const started = send(
    hasSpool ? { spool: { dir: folder.path }, maxQueueSize: 2048 } : { maxQueueSize: 65_536 },
  );
  started.makeSpans(1000);
  await started.processor.forceFlush();
  const before = receivedIds(receiver);
  await receiver.close();
  for (let turn = 0; turn < 100; turn += 1) {
    started.makeSpans(400);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  receiver = await startOtlpReceiver({ port });
  await receiver.waitForSpans(40_000, { timeoutMs: 20_000 });
  started.makeSpans(1000);
  await until(() => started.processor.getStats().onDisk === 0);
  await started.processor.shutdown();
  const stats = started.processor.getStats();
  expect(compareIds(started.createdIds, [...before, ...receivedIds(receiver)])).toEqual(NOTHING_MISSING);
  expect(stats).toMatchObject({ delivered: 42_000, queued: 0, onDisk: 0, dropped: {} });
  expect(balanceOf(stats)).toBe(0);
});

it('without a spool an outage that is longer than the queue loses spans, and says how many', async () => {
  const port = Number(new URL(receiver.url).port);
  await receiver.close();
  const started = send({ maxQueueSize: 1000 });
  started.makeSpans(1000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  started.makeSpans(5000);
  expect(balanceOf(started.processor.getStats())).toBe(0);
  const { dropped } = started.processor.getStats();
  expect(dropped.queue_full).toBeGreaterThanOrEqual(1000);
  receiver = await startOtlpReceiver({ port });
  const { stats, comparison } = await finish(started);
  expect(comparison).toEqual({ missingCount: dropped.queue_full, duplicateCount: 0, foreignCount: 0 });
  expect(stats.delivered).toBe(6000 - (dropped.queue_full ?? 0));
});

it('flush with a spool is done when everything is safe on disk', async () => {
  const { url } = receiver;
  await receiver.close();
  const started = startSender({ url }, { spool: { dir: folder.path } });
  started.makeSpans(10_000);
  const startedAtMs = performance.now();
  await started.processor.forceFlush();
  expect(performance.now() - startedAtMs).toBeLessThan(3000);
  expect(started.processor.getStats()).toMatchObject({ queued: 0, onDisk: 10_000, dropped: {} });
  receiver = await startOtlpReceiver({ port: Number(new URL(url).port) });
  await receiver.waitForSpans(10_000);
  await started.processor.shutdown();
  expect(compareIds(started.createdIds, receivedIds(receiver))).toEqual(NOTHING_MISSING);
});

it('a span that cannot be encoded does not take its neighbours with it', async () => {
  const started = send();
  started.makeSpans(10);
  const hostile = {
    get spanContext(): never {
      throw new Error('hostile');
    },
    resource: {},
  };
  started.processor.onEnd(hostile as never);
  started.makeSpans(10);
  await started.processor.shutdown();
  expect(compareIds(started.createdIds, receivedIds(receiver))).toEqual(NOTHING_MISSING);
  expect(started.processor.getStats()).toMatchObject({
    created: 21,
    delivered: 20,
    dropped: { unserializable: 1 },
  });
});

it('a span that ends after shutdown is counted', async () => {
  const started = send();
  await started.processor.shutdown();
  started.makeSpans(2);
  expect(started.processor.getStats()).toMatchObject({ created: 2, dropped: { after_shutdown: 2 } });
});

describe('more spans than the queue holds, in one turn of the event loop', () => {
  it('without a spool: what is in excess is lost, and counted by its reason', async () => {
    const started = send();
    started.makeSpans(70_000, {});
    const { stats, comparison } = await finish(started);
    const excess = 70_000 - 65_536;
    expect(comparison).toEqual({ missingCount: excess, duplicateCount: 0, foreignCount: 0 });
    expect(stats).toMatchObject({ delivered: 65_536, queued: 0, dropped: { queue_full: excess } });
  });

  it('with a spool: nothing is lost', async () => {
    const started = send({ spool: { dir: folder.path } });
    started.makeSpans(70_000, {});
    const { stats, comparison } = await finish(started);
    expect(comparison).toEqual(NOTHING_MISSING);
    expect(stats).toMatchObject({ delivered: 70_000, queued: 0, onDisk: 0, dropped: {} });
  });
});
