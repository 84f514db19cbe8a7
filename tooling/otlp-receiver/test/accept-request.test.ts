import { Agent } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type OtlpReceiver, startOtlpReceiver } from '../src/index';
import { jsonLogs, jsonMetrics, jsonSpans, jsonType, protobufSpan, protobufType, send } from './support';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver({ maxBodyBytes: 100_000 });
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const json = { 'content-type': jsonType };
const protobuf = { 'content-type': protobufType };
const gzip = { 'content-encoding': 'gzip' };
const post = (body: string | Uint8Array, headers: Record<string, string> = json) =>
  send(`${receiver.url}/v1/traces`, body, headers);

describe('a good request', () => {
  it.each([
    ['/v1/traces', jsonSpans('a')],
    ['/v1/metrics', jsonMetrics],
    ['/v1/logs', jsonLogs('a')],
  ])('to %s is answered in its own encoding', async (path, body) => {
    const inJson = await send(receiver.url + path, body, json);
    expect(inJson).toMatchObject({ status: 200, headers: { 'content-type': jsonType } });
    expect(inJson.body.toString()).toBe('{}');

    const inProtobuf = await send(receiver.url + path, '', protobuf);
    expect(inProtobuf).toMatchObject({ status: 200, headers: { 'content-type': protobufType } });
    expect(inProtobuf.body).toHaveLength(0);
  });

  it.each([
    ['a content type with parameters', '/v1/traces', { 'content-type': 'Application/JSON; charset=utf-8' }],
    ['identity as encoding', '/v1/traces', { ...json, 'content-encoding': 'identity' }],
    ['a query', '/v1/traces?key=1', json],
  ])('can have %s', async (_name, path, headers) => {
    expect((await send(receiver.url + path, jsonSpans('a'), headers)).status).toBe(200);
    expect(receiver.spans).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({ path: '/v1/traces', contentType: headers['content-type'] });
  });

  it('is counted in bytes on the wire', async () => {
    const compressed = gzipSync(jsonSpans('a'));
    await post(compressed, { ...json, ...gzip, 'x-own': 'yes' });

    expect(receiver.requests[0]).toMatchObject({
      bodyBytes: compressed.length,
      contentEncoding: 'gzip',
      headers: { 'x-own': 'yes' },
    });
    expect(receiver.requests[0]?.receivedAtMs).toBeLessThanOrEqual(Date.now());
  });
});

describe('a refused request', () => {
  it.each([
    ['another path', 404, 'POST', '/v1/profiles', json, jsonSpans('a')],
    ['the base', 404, 'POST', '/', json, jsonSpans('a')],
    ['another method', 405, 'PUT', '/v1/traces', json, jsonSpans('a')],
    ['another content type', 415, 'POST', '/v1/traces', { 'content-type': 'text/plain' }, jsonSpans('a')],
    ['no content type', 415, 'POST', '/v1/traces', {}, jsonSpans('a')],
    ['another encoding', 415, 'POST', '/v1/traces', { ...json, 'content-encoding': 'br' }, jsonSpans('a')],
    ['no body', 400, 'POST', '/v1/traces', json, ''],
    ['a body that is not JSON', 400, 'POST', '/v1/traces', json, 'resourceSpans'],
    ['JSON that is no object', 400, 'POST', '/v1/traces', json, '[]'],
    ['JSON that is null', 400, 'POST', '/v1/traces', json, 'null'],
    ['JSON that is not UTF-8', 400, 'POST', '/v1/traces', json, Buffer.from([0x22, 0xff, 0x22])],
    ['a body that is not protobuf', 400, 'POST', '/v1/traces', protobuf, 'garbage'],
    ['cut protobuf', 400, 'POST', '/v1/traces', protobuf, protobufSpan('name').subarray(0, -1)],
    ['text that is not UTF-8 in protobuf', 400, 'POST', '/v1/traces', protobuf, protobufSpanOf([0xff, 0xfe])],
    ['a body that is not gzip', 400, 'POST', '/v1/traces', { ...json, ...gzip }, jsonSpans('a')],
    ['no body to decompress', 400, 'POST', '/v1/traces', { ...json, ...gzip }, ''],
    ['cut gzip', 400, 'POST', '/v1/traces', { ...json, ...gzip }, gzipSync(jsonSpans('a')).subarray(0, -9)],
    ['a large body', 413, 'POST', '/v1/traces', json, ' '.repeat(100_001)],
    [
      'a body that becomes large',
      413,
      'POST',
      '/v1/traces',
      { ...json, ...gzip },
      gzipSync(' '.repeat(100_001)),
    ],
  ] as const)('with %s gets %i', async (_name, status, method, path, headers, body) => {
    const answer = await send(receiver.url + path, body, headers, method);

    expect(answer.status).toBe(status);
    const isProtobuf = 'content-type' in headers && headers['content-type'] === protobufType;
    expect(answer.headers['content-type']).toBe(isProtobuf ? protobufType : jsonType);
    if (isProtobuf) expect(answer.body[0]).toBe(0x12);
    else expect(JSON.parse(answer.body.toString())).toEqual({ message: expect.stringMatching(/./) });
    expect(receiver.spans).toEqual([]);
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({ status, method, path, acceptedItemCount: 0 });
  });

  it('names the method that is allowed', async () => {
    expect((await send(`${receiver.url}/v1/logs`, '', {}, 'GET')).headers.allow).toBe('POST');
  });

  it('may be far larger than the limit, gets its answer and leaves the connection usable', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });

    const large = await send(`${receiver.url}/v1/traces`, Buffer.alloc(20_000_000), protobuf, 'POST', agent);
    const next = await send(`${receiver.url}/v1/traces`, jsonSpans('after'), json, 'POST', agent);
    agent.destroy();

    expect([large.status, next.status]).toEqual([413, 200]);
    expect(receiver.requests[0]?.bodyBytes).toBeLessThan(20_000_000);
  });

  it('has exactly the limit without being refused', async () => {
    expect((await post(jsonSpans('a').padEnd(100_000))).status).toBe(200);
    expect((await post(gzipSync(jsonSpans('a').padEnd(100_000)), { ...json, ...gzip })).status).toBe(200);
  });
});

describe('a request that is not finished', () => {
  it('is listed and keeps nothing', async () => {
    const { port } = new URL(receiver.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${jsonType}\r\nContent-Length: 100\r\n\r\n{"`,
    );
    await new Promise((resolve) => socket.once('ready', resolve));
    socket.resume();
    socket.end();
    await new Promise((resolve) => socket.once('close', resolve));
    while (receiver.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    expect(receiver.requests[0]).toMatchObject({ status: undefined, acceptedItemCount: 0 });
    expect((await post(jsonSpans('after'))).status).toBe(200);
  });

  it('may be no HTTP at all', async () => {
    const { port } = new URL(receiver.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('\0\0not http\r\n\r\n');
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));

    expect((await post(jsonSpans('after'))).status).toBe(200);
  });
});

describe('JSON', () => {
  const id = { traceId: 'A'.repeat(32), spanId: 'B'.repeat(16) };
  const sendSpan = (span: object) =>
    post(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...id, ...span }] }] }] }));
  const sendValue = (value: unknown) => sendSpan({ attributes: [{ key: 'key', value }] });

  it('is read by the field names of OTLP only', async () => {
    await post(JSON.stringify({ resource_spans: [{ scope_spans: [{ spans: [id] }] }] }));
    expect(receiver.spans).toEqual([]);

    await sendSpan({ start_time_unix_nano: '5', unknown: { nested: [1] }, name: null });
    expect(receiver.spans).toMatchObject([{ startTimeUnixNano: 0n, name: '' }]);
  });

  it('has ids in hexadecimal, in either case', async () => {
    await sendSpan({ parentSpanId: 'C'.repeat(16) });
    await sendSpan({ parentSpanId: '' });

    expect(receiver.spans).toMatchObject([
      { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: 'c'.repeat(16) },
      { parentSpanId: undefined },
    ]);
  });

  it.each([
    ['64-bit integers as text', { startTimeUnixNano: '18446744073709551615' }, 2n ** 64n - 1n],
    ['64-bit integers as numbers', { startTimeUnixNano: 1544712660000000000 }, 1_544_712_660_000_000_000n],
  ])('has %s', async (_name, span, time) => {
    await sendSpan(span);

    expect(receiver.spans[0]?.startTimeUnixNano).toBe(time);
  });

  it.each([
    [{ intValue: '42' }, 42],
    [{ intValue: -42 }, -42],
    [{ intValue: '9007199254740991' }, 9007199254740991],
    [{ intValue: '9007199254740993' }, 9007199254740993n],
    [{ intValue: '-9223372036854775808' }, -(2n ** 63n)],
    [{ doubleValue: 1.5 }, 1.5],
    [{ doubleValue: '1.5' }, 1.5],
    [{ doubleValue: 'NaN' }, Number.NaN],
    [{ doubleValue: '-Infinity' }, Number.NEGATIVE_INFINITY],
    [{ boolValue: false }, false],
    [{ stringValue: '' }, ''],
    [{ bytesValue: 'AH//' }, new Uint8Array([0, 127, 255])],
    [{ bytesValue: '' }, new Uint8Array()],
    [{ arrayValue: {} }, []],
    [
      { kvlistValue: { values: [{ key: '__proto__', value: { intValue: 1 } }] } },
      JSON.parse('{"__proto__":1}'),
    ],
    [{}, null],
  ])('reads the value %j', async (value, expected) => {
    await sendValue(value);

    expect(receiver.spans).toHaveLength(1);
    expect(receiver.spans[0]?.attributes.key).toStrictEqual(expected);
  });

  it.each([
    { kind: 'SPAN_KIND_SERVER' },
    { kind: 1.5 },
    { name: 5 },
    { traceId: 'short' },
    { traceId: 'z'.repeat(32) },
    { spanId: 5 },
    { startTimeUnixNano: '-1' },
    { startTimeUnixNano: '1.5' },
    { startTimeUnixNano: 1.5 },
    { startTimeUnixNano: '18446744073709551616' },
    { attributes: {} },
    { attributes: [null] },
    { status: [] },
    { attributes: [{ key: 'key', value: { intValue: '9223372036854775808' } }] },
    { attributes: [{ key: 'key', value: { intValue: 'one' } }] },
    { attributes: [{ key: 'key', value: { doubleValue: 'one' } }] },
    { attributes: [{ key: 'key', value: { boolValue: 1 } }] },
    { attributes: [{ key: 'key', value: { bytesValue: '%' } }] },
  ])('is refused with %j', async (span) => {
    expect((await sendSpan(span)).status).toBe(400);
    expect(receiver.spans).toEqual([]);
  });

  it('is refused when it is nested without end', async () => {
    const depth = 20_000;
    const nested = `${'{"arrayValue":{"values":['.repeat(depth)}{}${']}}'.repeat(depth)}`;
    const span = JSON.stringify({ ...id, name: 'NAME', attributes: [{ key: 'key', value: 'VALUE' }] });
    const request = `{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`;
    const large = await startOtlpReceiver();

    const asValue = await send(`${large.url}/v1/traces`, request.replace('"VALUE"', nested));
    const asName = await send(`${large.url}/v1/traces`, request.replace('"NAME"', nested));
    await large.close();

    expect(asValue.status).toBe(400);
    expect(JSON.parse(asValue.body.toString()).message).toContain('nested more than 100 deep');
    expect(asName.status).toBe(400);
  });

  it('is accepted when it is nested within reason', async () => {
    const value = JSON.parse(`${'{"arrayValue":{"values":['.repeat(99)}{}${']}}'.repeat(99)}`);

    expect((await sendValue(value)).status).toBe(200);
    expect(receiver.spans[0]?.attributes.key).toEqual(JSON.parse(`${'['.repeat(99)}null${']'.repeat(99)}`));
  });
});

describe('garbage', () => {
  const valid = [
    { headers: json, body: Buffer.from(jsonSpans('a', 'b')) },
    { headers: protobuf, body: protobufSpan('a name') },
    { headers: { ...json, ...gzip }, body: gzipSync(jsonSpans('a', 'b')) },
    { headers: { ...protobuf, ...gzip }, body: gzipSync(protobufSpan('a name')) },
  ];
  const paths = fc.constantFrom('/v1/traces', '/v1/metrics', '/v1/logs');

  it('never gets anything but an answer of OTLP', async () => {
    await fc.assert(
      fc.asyncProperty(
        paths,
        fc.constantFrom(...valid),
        fc.uint8Array({ maxLength: 200 }),
        async (path, { headers }, body) => {
          const answer = await send(receiver.url + path, body, headers);
          expect([200, 400]).toContain(answer.status);
        },
      ),
    );
  });

  it('does no harm when it is nearly right', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...valid),
        fc.nat(),
        fc.nat(255),
        async ({ headers, body }, at, byte) => {
          const changed = Buffer.from(body);
          changed[at % changed.length] = byte;
          const answer = await send(`${receiver.url}/v1/traces`, changed, headers);
          expect([200, 400]).toContain(answer.status);
        },
      ),
    );
  });
});

/** A span whose name is made of these bytes. */
function protobufSpanOf(name: readonly number[]): Buffer {
  const body = protobufSpan('x'.repeat(name.length));
  body.set(name, body.length - name.length);
  return body;
}
