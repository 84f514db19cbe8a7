import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startOtlpReceiver } from '../src/index';
import { jsonLogs, jsonMetrics, jsonSpans, send } from './support';

describe('a receiver', () => {
  it('listens on loopback, at a port of its own', async () => {
    const [first, second] = await Promise.all([startOtlpReceiver(), startOtlpReceiver()]);

    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(second.url).not.toBe(first.url);

    await Promise.all([first.close(), second.close()]);
  });

  it('listens where it is told to', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await expect(startOtlpReceiver({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => probe.close(resolve));

    const receiver = await startOtlpReceiver({ host: 'localhost', port });
    expect(new URL(receiver.url).port).toBe(String(port));
    expect((await send(`${receiver.url}/v1/traces`, jsonSpans('a'))).status).toBe(200);
    await receiver.close();
  });

  it('forgets on reset, but leaves alone the lists that were handed out', async () => {
    const receiver = await startOtlpReceiver();
    await send(`${receiver.url}/v1/traces`, jsonSpans('a'));
    await send(`${receiver.url}/v1/metrics`, jsonMetrics);
    await send(`${receiver.url}/v1/logs`, jsonLogs('a'));
    const { spans, metrics, logRecords, requests } = receiver;
    expect([spans.length, metrics.length, logRecords.length, requests.length]).toEqual([1, 2, 1, 3]);

    receiver.reset();
    await send(`${receiver.url}/v1/traces`, jsonSpans('b'));

    expect(receiver.spans.map((span) => span.name)).toEqual(['b']);
    expect(receiver.metrics).toEqual([]);
    expect(receiver.logRecords).toEqual([]);
    expect(receiver.requests).toHaveLength(1);
    expect(spans.map((span) => span.name)).toEqual(['a']);
    await receiver.close();
  });

  it('takes many requests at once', async () => {
    const receiver = await startOtlpReceiver();
    const names = Array.from({ length: 50 }, (_, index) => `span ${index}`);

    await Promise.all(names.map((name) => send(`${receiver.url}/v1/traces`, jsonSpans(name))));

    expect(receiver.spans.map((span) => span.name).sort()).toEqual([...names].sort());
    await receiver.close();
  });

  it('closes while requests hang, and again', async () => {
    const receiver = await startOtlpReceiver();
    receiver.misbehave(
      { type: 'never' },
      { type: 'late', delayMs: 3_600_000 },
      { type: 'drop', when: 'response', delayMs: 3_600_000 },
    );
    const hanging = ['a', 'b', 'c'].map((name) => send(`${receiver.url}/v1/traces`, jsonSpans(name)));
    const settled = Promise.allSettled(hanging);
    await receiver.waitForSpans(3);

    await Promise.all([receiver.close(), receiver.close()]);
    await receiver.close();

    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(send(`${receiver.url}/v1/traces`, jsonSpans('d'))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    expect(receiver.spans.map((span) => span.name)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
  });

  it('leaves no timer behind that keeps the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const timersBefore = timers();
    const receiver = await startOtlpReceiver();
    receiver.misbehaveAlways({ type: 'late', delayMs: 3_600_000 });
    const settled = Promise.allSettled([send(`${receiver.url}/v1/traces`, jsonSpans('a'))]);
    await receiver.waitForSpans(1);

    await receiver.close();
    await settled;

    expect(timers()).toBeLessThanOrEqual(timersBefore);
  });

  it('forgets an answer that was held back when its sender goes', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const timersBefore = timers();
    const receiver = await startOtlpReceiver();
    receiver.misbehaveAlways({ type: 'late', delayMs: 3_600_000 });
    const sender = new Agent();
    const url = `${receiver.url}/v1/traces`;
    const settled = Promise.allSettled([
      send(url, jsonSpans('a'), { 'content-type': 'application/json' }, 'POST', sender),
    ]);
    await receiver.waitForSpans(1);
    expect(timers()).toBeGreaterThan(timersBefore);

    sender.destroy();
    await settled;
    while (timers() > timersBefore) await new Promise((resolve) => setImmediate(resolve));

    expect(receiver.requests[0]?.status).toBeUndefined();
    await receiver.close();
  });

  it('closes although a sender keeps its connection open', async () => {
    const receiver = await startOtlpReceiver();
    const answer = await fetch(`${receiver.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: jsonSpans('a'),
    });
    await answer.text();

    await receiver.close();

    expect(receiver.requests[0]?.headers.connection).toBe('keep-alive');
  });
});

describe('waitForSpans', () => {
  it('resolves with what is there already', async () => {
    const receiver = await startOtlpReceiver();
    await send(`${receiver.url}/v1/traces`, jsonSpans('a', 'b'));

    expect(await receiver.waitForSpans(0)).toHaveLength(2);
    expect(await receiver.waitForSpans(1)).toHaveLength(2);
    expect(await receiver.waitForSpans((spans) => spans.some((span) => span.name === 'b'))).toHaveLength(2);
    await receiver.close();
  });

  it('resolves as soon as enough has come', async () => {
    const receiver = await startOtlpReceiver();
    const three = receiver.waitForSpans(3);
    const named = receiver.waitForSpans((spans) => spans.some((span) => span.name === 'c'));

    await send(`${receiver.url}/v1/traces`, jsonSpans('a', 'b'));
    await send(`${receiver.url}/v1/traces`, jsonSpans('c'));
    await send(`${receiver.url}/v1/traces`, jsonSpans('d'));

    expect((await three).map((span) => span.name)).toEqual(['a', 'b', 'c']);
    expect((await named).map((span) => span.name)).toEqual(['a', 'b', 'c']);
    await receiver.close();
  });

  it('rejects with what arrived when it takes too long', async () => {
    const receiver = await startOtlpReceiver();
    await send(`${receiver.url}/v1/traces`, jsonSpans('a', 'b'));

    await expect(receiver.waitForSpans(3, { timeoutMs: 10 })).rejects.toThrow(
      '3 spans did not arrive within 10 ms; 2 arrived in 1 requests: a, b',
    );
    await expect(receiver.waitForSpans(() => false, { timeoutMs: 10 })).rejects.toThrow('2 arrived');
    await receiver.close();
  });

  it('rejects with the error of the predicate, and does not fail the sender', async () => {
    const receiver = await startOtlpReceiver();
    const waiting = receiver.waitForSpans((spans) => {
      if (spans.length > 0) throw new Error('predicate');
      return false;
    });
    const rejection = expect(waiting).rejects.toThrow('predicate');

    expect((await send(`${receiver.url}/v1/traces`, jsonSpans('a'))).status).toBe(200);
    await rejection;
    await receiver.close();
  });

  it('rejects when the receiver closes', async () => {
    const receiver = await startOtlpReceiver();
    const rejection = expect(receiver.waitForSpans(1)).rejects.toThrow('closed; 0 arrived');

    await receiver.close();
    await rejection;
  });
});
