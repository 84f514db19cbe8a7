/** @jest-environment <rootDir>/test/exporters-environment.ts */
import { DiagLogLevel } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { type OtlpReceiver, startOtlpReceiver } from '../src/index';
import { diag, exportSpans, realSpans, traceExporter } from './real-exporters';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const names = () => receiver.spans.map((span) => span.name);
const statuses = () => receiver.requests.map((request) => request.status);

describe.each(['protobuf', 'json'] as const)('a real exporter with %s', (encoding) => {
  const exportOne = (timeoutMillis = 10_000) =>
    exportSpans(traceExporter(encoding, receiver.url, { timeoutMillis }), realSpans('a'));

  it('waits for a late answer', async () => {
    receiver.misbehave({ type: 'late', delayMs: 50 });

    expect((await exportOne()).code).toBe(ExportResultCode.SUCCESS);
    expect(statuses()).toEqual([200]);
    expect(names()).toEqual(['a']);
  });

  it('gives up on an answer that is too late, although the data was kept', async () => {
    receiver.misbehave({ type: 'late', delayMs: 3_600_000 });

    expect((await exportOne(200)).code).toBe(ExportResultCode.FAILED);
    expect(statuses()).toEqual([undefined]);
    expect(names()).toEqual(['a']);
  });

  it.each([
    ['0 seconds', 0],
    ['a date that has passed', 'Sat, 01 Jan 2000 00:00:00 GMT'],
  ])('tries again after 503 with Retry-After of %s', async (_name, retryAfter) => {
    receiver.misbehave(
      { type: 'status', status: 503, retryAfter },
      { type: 'status', status: 429, retryAfter },
    );

    expect((await exportOne()).code).toBe(ExportResultCode.SUCCESS);
    expect(statuses()).toEqual([503, 429, 200]);
    expect(names()).toEqual(['a']);
  });

  it.each([
    ['3600 seconds', 3600],
    ['a date in the far future', 'Thu, 31 Dec 2099 23:59:59 GMT'],
  ])('does not try again when Retry-After of %s is past its timeout', async (_name, retryAfter) => {
    receiver.misbehave({ type: 'status', status: 503, retryAfter });

    expect((await exportOne()).code).toBe(ExportResultCode.FAILED);
    expect(statuses()).toEqual([503]);
  });

  it.each([400, 401, 413, 500])('does not try again after %i', async (status) => {
    receiver.misbehave({ type: 'status', status, message: 'no' });

    const result = await exportOne();

    expect(result.code).toBe(ExportResultCode.FAILED);
    expect(result.error).toMatchObject({ code: status });
    expect(statuses()).toEqual([status]);
    expect(names()).toEqual([]);
  });

  it('sends twice what was kept and yet refused', async () => {
    receiver.misbehave({ type: 'status', status: 503, retryAfter: 0, keep: true });

    expect((await exportOne()).code).toBe(ExportResultCode.SUCCESS);
    expect(names()).toEqual(['a', 'a']);
  });

  it('warns of a partial success', async () => {
    const warnings: string[] = [];
    const ignore = () => undefined;
    diag.setLogger(
      {
        error: ignore,
        warn: (...args) => warnings.push(args.map(String).join(' ')),
        info: ignore,
        debug: ignore,
        verbose: ignore,
      },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    receiver.misbehave({ type: 'partialSuccess', rejected: 2, message: 'too old' });

    const result = await exportSpans(traceExporter(encoding, receiver.url), realSpans('a', 'b', 'c'));
    diag.disable();

    expect(result.code).toBe(ExportResultCode.SUCCESS);
    expect(warnings.join('\n')).toContain('too old');
    expect(warnings.join('\n')).toMatch(/"rejectedSpans":"?2/);
    expect(names()).toEqual(['a']);
  });

  it('fails when it never gets an answer', async () => {
    receiver.misbehave({ type: 'never' });

    expect((await exportOne(200)).code).toBe(ExportResultCode.FAILED);
    expect(statuses()).toEqual([undefined]);
    expect(names()).toEqual(['a']);
  });

  it('tries again after a drop before the body was read', async () => {
    receiver.misbehave({ type: 'drop' });

    expect((await exportOne()).code).toBe(ExportResultCode.SUCCESS);
    expect(statuses()).toEqual([undefined, 200]);
    expect(names()).toEqual(['a']);
  });

  it('sends twice what was kept and then dropped', async () => {
    receiver.misbehave({ type: 'drop', when: 'response' });

    expect((await exportOne()).code).toBe(ExportResultCode.SUCCESS);
    expect(statuses()).toEqual([undefined, 200]);
    expect(names()).toEqual(['a', 'a']);
  });
});
