import { type OtlpReceiver, startOtlpReceiver } from '../src/index';
import { jsonLogs, jsonMetrics, jsonSpans, jsonType, protobufSpan, protobufType, send } from './support';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const sendSpans = (...names: string[]) => send(`${receiver.url}/v1/traces`, jsonSpans(...names));
const names = () => receiver.spans.map((span) => span.name);
const statuses = () => receiver.requests.map((request) => request.status);

/** A request that nobody answers; its failure is of no interest. */
const sendInVain = (...spanNames: string[]) => sendSpans(...spanNames).catch(() => undefined);

describe('late', () => {
  it('keeps the data at once and answers afterwards', async () => {
    receiver.misbehave({ type: 'late', delayMs: 100 });

    const answer = sendSpans('a');
    await receiver.waitForSpans(1);
    expect(statuses()).toEqual([undefined]);

    expect((await answer).status).toBe(200);
    expect(statuses()).toEqual([200]);
    expect(names()).toEqual(['a']);
  });

  it('can lose the data', async () => {
    receiver.misbehave({ type: 'late', delayMs: 1, keep: false });

    expect((await sendSpans('a')).status).toBe(200);
    expect(names()).toEqual([]);
    expect(receiver.requests[0]?.acceptedItemCount).toBe(0);
  });

  it('answers a bad request as ever, only late', async () => {
    receiver.misbehave({ type: 'late', delayMs: 1 });

    expect((await send(`${receiver.url}/v1/traces`, '{')).status).toBe(400);
  });

  it('has no answer for a sender that has gone', async () => {
    receiver.misbehave({ type: 'late', delayMs: 500 });
    const controller = new AbortController();
    const gone = fetch(`${receiver.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': jsonType },
      body: jsonSpans('a'),
      signal: controller.signal,
    });
    await receiver.waitForSpans(1);
    controller.abort();
    await expect(gone).rejects.toThrow('aborted');

    await sendSpans('b');
    receiver.misbehave({ type: 'late', delayMs: 1000 });
    await sendSpans('c');

    expect(statuses()).toEqual([undefined, 200, 200]);
  });
});

describe('status', () => {
  it.each([400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504])(
    'answers %i and keeps nothing',
    async (status) => {
      receiver.misbehave({ type: 'status', status });

      const answer = await sendSpans('a');

      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toBe(jsonType);
      expect(JSON.parse(answer.body.toString())).toEqual({ message: 'asked to misbehave' });
      expect(answer.headers['retry-after']).toBeUndefined();
      expect(names()).toEqual([]);
      expect(receiver.requests[0]).toMatchObject({ status, acceptedItemCount: 0 });
      expect(receiver.requests[0]?.bodyBytes).toBeGreaterThan(0);
    },
  );

  it.each([
    [120, '120'],
    ['Fri, 31 Dec 2027 23:59:59 GMT', 'Fri, 31 Dec 2027 23:59:59 GMT'],
  ])('has Retry-After %s', async (retryAfter, header) => {
    receiver.misbehave({ type: 'status', status: 503, retryAfter });

    expect((await sendSpans('a')).headers['retry-after']).toBe(header);
  });

  it('has the message in the encoding of the request', async () => {
    receiver.misbehaveAlways({ type: 'status', status: 429, message: 'too fast' });

    const inProtobuf = await send(`${receiver.url}/v1/traces`, protobufSpan('a'), {
      'content-type': protobufType,
    });

    expect(inProtobuf.headers['content-type']).toBe(protobufType);
    expect(inProtobuf.body).toEqual(Buffer.from('\x12\x08too fast'));
    expect(JSON.parse((await sendSpans('a')).body.toString())).toEqual({ message: 'too fast' });
  });

  it('can have any body', async () => {
    receiver.misbehave({ type: 'status', status: 502, body: '<html>Bad Gateway</html>' });

    expect((await sendSpans('a')).body.toString()).toBe('<html>Bad Gateway</html>');
  });

  it('can keep the data, and come late', async () => {
    receiver.misbehave({ type: 'status', status: 503, keep: true, delayMs: 100 });

    const answer = sendSpans('a');
    await receiver.waitForSpans(1);
    expect(statuses()).toEqual([undefined]);

    expect((await answer).status).toBe(503);
    expect(receiver.requests[0]).toMatchObject({ status: 503, acceptedItemCount: 1 });
  });
});

describe('partial success', () => {
  it('keeps the first spans and tells about the others', async () => {
    receiver.misbehave({ type: 'partialSuccess', rejected: 2, message: 'too old' });

    const answer = await sendSpans('a', 'b', 'c');

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedSpans: '2', errorMessage: 'too old' },
    });
    expect(names()).toEqual(['a']);
    expect(receiver.requests[0]).toMatchObject({ status: 200, acceptedItemCount: 1 });
  });

  it('counts data points, across metrics', async () => {
    receiver.misbehave({ type: 'partialSuccess', rejected: 1 });

    const answer = await send(`${receiver.url}/v1/metrics`, jsonMetrics);

    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedDataPoints: '1', errorMessage: '' },
    });
    expect(receiver.metrics.map((metric) => [metric.name, metric.dataPoints.length])).toEqual([
      ['first', 2],
      ['second', 1],
    ]);
    expect(receiver.requests[0]?.acceptedItemCount).toBe(3);
  });

  it('leaves out a metric of which no data point is left', async () => {
    receiver.misbehave({ type: 'partialSuccess', rejected: 2 });

    await send(`${receiver.url}/v1/metrics`, jsonMetrics);

    expect(receiver.metrics.map((metric) => metric.name)).toEqual(['first']);
  });

  it('counts log records', async () => {
    receiver.misbehave({ type: 'partialSuccess', rejected: 1, message: 'no' });

    const answer = await send(`${receiver.url}/v1/logs`, jsonLogs('a', 'b'));

    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedLogRecords: '1', errorMessage: 'no' },
    });
    expect(receiver.logRecords.map((record) => record.body)).toEqual(['a']);
  });

  it('rejects no more than there is', async () => {
    receiver.misbehave({ type: 'partialSuccess', rejected: 7 });

    const answer = await sendSpans('a', 'b');

    expect(JSON.parse(answer.body.toString()).partialSuccess.rejectedSpans).toBe('2');
    expect(names()).toEqual([]);
  });

  it('speaks protobuf', async () => {
    receiver.misbehave({ type: 'partialSuccess', rejected: 1, message: 'no' });

    const answer = await send(`${receiver.url}/v1/traces`, protobufSpan('a'), {
      'content-type': protobufType,
    });

    expect(answer.headers['content-type']).toBe(protobufType);
    expect(answer.body).toEqual(Buffer.from('\x0a\x06\x08\x01\x12\x02no'));
  });

  it('can warn, lose the rest and come late', async () => {
    receiver.misbehave(
      { type: 'partialSuccess', rejected: 0, message: 'beware' },
      { type: 'partialSuccess', rejected: 1, keep: false, delayMs: 1 },
    );

    const answer = await sendSpans('a', 'b');
    await sendSpans('c', 'd');

    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: { rejectedSpans: '0', errorMessage: 'beware' },
    });
    expect(names()).toEqual(['a', 'b']);
  });
});

describe('never', () => {
  it('keeps the data and leaves the sender hanging until the receiver closes', async () => {
    const shortLived = await startOtlpReceiver();
    shortLived.misbehave({ type: 'never' });

    const hanging = send(`${shortLived.url}/v1/traces`, jsonSpans('a'));
    hanging.catch(() => undefined);
    await shortLived.waitForSpans(1);
    expect((await send(`${shortLived.url}/v1/traces`, jsonSpans('b'))).status).toBe(200);
    expect(shortLived.requests.map((request) => request.status)).toEqual([undefined, 200]);

    await shortLived.close();
    await expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('can lose the data', async () => {
    receiver.misbehave({ type: 'never', keep: false });

    const controller = new AbortController();
    const hanging = fetch(`${receiver.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': jsonType },
      body: jsonSpans('a'),
      signal: controller.signal,
    });
    while (receiver.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    await expect(hanging).rejects.toThrow('aborted');

    expect(names()).toEqual([]);
    expect(receiver.requests[0]).toMatchObject({ status: undefined, acceptedItemCount: 0 });
    expect(receiver.requests[0]?.bodyBytes).toBeGreaterThan(0);
  });
});

describe('drop', () => {
  it('ends the connection before the body is read', async () => {
    receiver.misbehave({ type: 'drop' });

    await expect(sendSpans('a')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(names()).toEqual([]);
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({ status: undefined, acceptedItemCount: 0, bodyBytes: 0 });
  });

  it('ends the connection in place of the answer, with the data kept', async () => {
    receiver.misbehave({ type: 'drop', when: 'response' });

    await expect(sendSpans('a')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(names()).toEqual(['a']);
    expect(receiver.requests[0]).toMatchObject({ status: undefined, acceptedItemCount: 1 });
  });

  it('can lose the data, and come late', async () => {
    receiver.misbehave(
      { type: 'drop', when: 'response', keep: false, delayMs: 1 },
      { type: 'drop', when: 'request', delayMs: 1 },
    );

    await expect(sendSpans('a')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(sendSpans('b')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(names()).toEqual([]);
    expect(receiver.requests).toHaveLength(2);
  });
});

describe('the order of behaviours', () => {
  it('is one for each request, then what is always, then health', async () => {
    receiver.misbehaveAlways({ type: 'status', status: 500 });
    receiver.misbehave({ type: 'status', status: 429 }, { type: 'drop' });
    receiver.misbehave({ type: 'late', delayMs: 1 });

    await sendInVain('a');
    await sendInVain('b');
    await sendInVain('c');
    await sendInVain('d');
    await sendInVain('e');
    receiver.misbehaveAlways(undefined);
    await sendInVain('f');

    expect(statuses()).toEqual([429, undefined, 200, 500, 500, 200]);
    expect(names()).toEqual(['c', 'f']);
  });

  it('does not count what is not sent to a signal', async () => {
    receiver.misbehave({ type: 'status', status: 503 });

    expect((await send(`${receiver.url}/health`, '', {}, 'GET')).status).toBe(404);
    expect((await send(`${receiver.url}/v1/traces`, '', {}, 'GET')).status).toBe(405);
    expect((await sendSpans('a')).status).toBe(503);
  });

  it('is forgotten on reset', async () => {
    receiver.misbehaveAlways({ type: 'status', status: 500 });
    receiver.misbehave({ type: 'status', status: 429 });
    receiver.reset();

    expect((await sendSpans('a')).status).toBe(200);
  });
});

describe('a behaviour that cannot be acted out', () => {
  it.each([
    ['status must be', { type: 'status', status: 42 }],
    ['status must be', { type: 'status', status: 600 }],
    ['delayMs must be', { type: 'late', delayMs: -1 }],
    ['delayMs must be', { type: 'status', status: 500, delayMs: Number.POSITIVE_INFINITY }],
    ['rejected must be', { type: 'partialSuccess', rejected: 1.5 }],
    ['Invalid character in header', { type: 'status', status: 503, retryAfter: '1\r\nX-Evil: 1' }],
  ] as const)('throws at once: %s %j', async (message, behaviour) => {
    expect(() => receiver.misbehave({ type: 'status', status: 500 }, behaviour)).toThrow(message);
    expect(() => receiver.misbehaveAlways(behaviour)).toThrow(message);

    expect((await sendSpans('a')).status).toBe(200);
  });
});
