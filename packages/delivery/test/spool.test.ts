import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import fc from 'fast-check';
import { runSender } from './run-sender';
import { balanceOf, compareIds, receivedIds, startSender, temporaryFolder, until } from './support';

jest.setTimeout(60_000);

const NOTHING_MISSING = { missingCount: 0, duplicateCount: 0, foreignCount: 0 };

let receiver: OtlpReceiver;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
  folder = temporaryFolder();
});

afterEach(async () => {
  await receiver.close();
  folder.remove();
});

/** All segments' files, with their paths. */
function segmentFiles(): string[] {
  return readdirSync(folder.path).flatMap((bound) =>
    readdirSync(join(folder.path, bound)).map((name) => join(folder.path, bound, name)),
  );
}

/** Spans that a process has left behind because the collector was down. */
async function leaveSpans(count: number, headers: Readonly<Record<string, string>> = {}): Promise<string[]> {
  receiver.misbehaveAlways({ type: 'status', status: 503 });
  const sender = startSender(receiver, { spool: { dir: folder.path }, headers });
  sender.makeSpans(count);
  await sender.processor.shutdown();
  expect(sender.processor.getStats()).toMatchObject({ onDisk: count, queued: 0 });
  receiver.reset();
  return sender.createdIds;
}

async function collectLeftSpans(headers: Readonly<Record<string, string>> = {}) {
  const sender = startSender(receiver, { spool: { dir: folder.path }, headers });
  await sender.processor.shutdown();
  const stats = sender.processor.getStats();
  expect(balanceOf(stats)).toBe(0);
  return stats;
}

it('writes files that this user alone can read, with neither URL nor key in them or in their names', async () => {
  const headers = { 'x-api-key': 'secret-key' };
  await leaveSpans(3000, headers);
  const files = segmentFiles();
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    expect(file + readFileSync(file, 'latin1')).not.toContain('secret-key');
  }
  expect(await collectLeftSpans(headers)).toMatchObject({ recovered: 3000, delivered: 3000 });
  expect(segmentFiles()).toEqual([]);
});

it('sends nothing with another key, and nothing to another endpoint', async () => {
  const created = await leaveSpans(10, { 'x-api-key': 'one' });
  expect(await collectLeftSpans({ 'x-api-key': 'two' })).toMatchObject({ recovered: 0, delivered: 0 });
  const other = await startOtlpReceiver();
  const sender = startSender(other, { spool: { dir: folder.path }, headers: { 'x-api-key': 'one' } });
  await sender.processor.shutdown();
  expect(other.requests).toHaveLength(0);
  await other.close();
  expect(await collectLeftSpans({ 'X-API-Key': 'one' })).toMatchObject({ recovered: 10, delivered: 10 });
  expect(compareIds(created, receivedIds(receiver))).toEqual(NOTHING_MISSING);
});

it('takes no more bytes than it may; what has no room waits in memory, then is counted', async () => {
  const { url } = receiver;
  await receiver.close();
  const maxBytes = 300_000;
  const sender = startSender({ url }, { spool: { dir: folder.path, maxBytes }, maxQueueSize: 3000 });
  for (let turn = 0; turn < 20; turn += 1) {
    sender.makeSpans(1000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const bytes = segmentFiles().reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThanOrEqual(maxBytes);
  expect(bytes).toBeGreaterThan(maxBytes / 3);
  const before = sender.processor.getStats();
  expect(balanceOf(before)).toBe(0);
  expect(before.dropped.queue_full).toBeGreaterThan(0);
  receiver = await startOtlpReceiver({ port: Number(new URL(url).port) });
  await sender.processor.shutdown();
  const { missingCount, duplicateCount } = compareIds(sender.createdIds, receivedIds(receiver));
  const { dropped } = sender.processor.getStats();
  expect({ missingCount, duplicateCount }).toEqual({ missingCount: dropped.queue_full, duplicateCount: 0 });
});

it('a torn segment: what is whole is sent, the rest is set aside and counted', async () => {
  const created = await leaveSpans(2500);
  const [file = ''] = segmentFiles();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length - 10));
  const stats = await collectLeftSpans();
  const { missingCount, duplicateCount } = compareIds(created, receivedIds(receiver));
  expect(missingCount).toBeGreaterThan(0);
  expect(missingCount).toBeLessThan(2500);
  expect(duplicateCount).toBe(0);
  expect(stats).toMatchObject({ recovered: 2500, dropped: { corrupt: missingCount } });
  expect(segmentFiles().map((path) => path.replace(/.*\./, ''))).toEqual(['corrupt']);
});

it('a fuzzed segment never stops the others, invents nothing, and is not sent twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat()),
      async (changes, cut) => {
        const damaged = await leaveSpans(40);
        const [file = ''] = segmentFiles().filter((path) => path.endsWith('.ready'));
        const bytes = readFileSync(file);
        for (const [position, value] of changes) {
          bytes[position % bytes.length] = value;
        }
        writeFileSync(file, cut === null ? bytes : bytes.subarray(0, cut % bytes.length));
        const intact = await leaveSpans(20);
        receiver.reset();
        await collectLeftSpans();
        const received = receivedIds(receiver);
        expect(compareIds(intact, received).missingCount).toBe(0);
        expect(compareIds([...damaged, ...intact], received)).toMatchObject({
          duplicateCount: 0,
          foreignCount: 0,
        });
        expect(segmentFiles().filter((path) => !path.endsWith('.corrupt'))).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});

it('a segment that the collector refuses is set aside, and not sent again', async () => {
  await leaveSpans(10);
  receiver.misbehave({ type: 'status', status: 400 });
  expect(await collectLeftSpans()).toMatchObject({ recovered: 10, delivered: 0, dropped: { refused: 10 } });
  expect(await collectLeftSpans()).toMatchObject({ recovered: 0 });
  expect(receiver.requests).toHaveLength(1);
});

it('a segment is deleted only after a 2xx', async () => {
  const created = await leaveSpans(10);
  receiver.misbehave({ type: 'drop', when: 'response', keep: false }, { type: 'never', keep: false });
  const sender = startSender(receiver, { spool: { dir: folder.path }, requestTimeoutMs: 200 });
  await until(() => receiver.requests.length === 2);
  expect(segmentFiles()).toHaveLength(1);
  await receiver.waitForSpans(10);
  await until(() => segmentFiles().length === 0);
  await sender.processor.shutdown();
  expect(compareIds(created, receivedIds(receiver))).toEqual(NOTHING_MISSING);
  expect(sender.processor.getStats()).toMatchObject({ recovered: 10, delivered: 10, duplicated: 10 });
});

it('what a process that was killed had claimed is sent by the next one, and counted as possibly duplicated', async () => {
  const created = await leaveSpans(10);
  const [file = ''] = segmentFiles();
  receiver.misbehaveAlways({ type: 'never' });
  // It has sent the request, and gets no answer.
  const source = "await sleep(300); process.kill(process.pid, 'SIGKILL');";
  await runSender(source, { url: receiver.url, spool: folder.path });
  expect(segmentFiles()).toEqual([expect.stringContaining(file.replace(/ready$/, 'claimed-'))]);
  receiver.misbehaveAlways(undefined);
  expect(await collectLeftSpans()).toMatchObject({ recovered: 10, delivered: 10, duplicated: 10 });
  expect(compareIds(created, receivedIds(receiver))).toEqual({
    missingCount: 0,
    duplicateCount: 10,
    foreignCount: 0,
  });
});

it('leaves alone what another living process works on, until its lease has ended', async () => {
  await leaveSpans(10);
  const [file = ''] = segmentFiles();
  const elsewhere = file.replace(/ready$/, 'claimed-00000000-1-0-00000000');
  renameSync(file, elsewhere);
  expect(await collectLeftSpans()).toMatchObject({ recovered: 0 });
  const aMinuteAgo = Date.now() / 1000 - 60;
  utimesSync(elsewhere, aMinuteAgo, aMinuteAgo);
  expect(await collectLeftSpans()).toMatchObject({ recovered: 10, delivered: 10 });
});

it('several processes on one spool, collector down and back: each span once', async () => {
  receiver.misbehaveAlways({ type: 'status', status: 503 });
  const back = setTimeout(() => receiver.misbehaveAlways(undefined), 1500);
  const source = `
    for (let turn = 0; turn < 20; turn += 1) {
      make(200);
      await sleep(100);
    }
  `;
  const settings = { url: receiver.url, spool: folder.path };
  const results = await Promise.all([runSender(source, settings), runSender(source, settings)]);
  clearTimeout(back);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  await collectLeftSpans();
  const created = results.flatMap(({ createdIds }) => createdIds);
  expect(created).toHaveLength(8000);
  expect(compareIds(created, receivedIds(receiver))).toEqual(NOTHING_MISSING);
  expect(segmentFiles()).toEqual([]);
});

describe('a folder that cannot be used', () => {
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    const ignore = () => {};
    diag.setLogger(
      {
        error: ignore,
        info: ignore,
        debug: ignore,
        verbose: ignore,
        warn: (...text) => warnings.push(text.join(' ')),
      },
      DiagLogLevel.WARN,
    );
  });
  afterEach(() => diag.disable());

  it('is a warning; delivery goes on without it', async () => {
    const path = join(folder.path, 'file');
    writeFileSync(path, '');
    const sender = startSender(receiver, { spool: { dir: path } });
    sender.makeSpans(10);
    await sender.processor.shutdown();
    expect(compareIds(sender.createdIds, receivedIds(receiver))).toEqual(NOTHING_MISSING);
    expect(warnings.filter((text) => text.includes('BOTANU_SPOOL_UNUSABLE'))).toHaveLength(1);
  });

  it('because it is read-only: a warning in a process that is nobody special', async () => {
    const path = join(folder.path, 'read-only');
    mkdirSync(path, { mode: 0o555 });
    chmodSync(folder.path, 0o755);
    const result = await runSender(
      `
        if (process.getuid() === 0) process.setuid(65534);
        const other = new DeliverySpanProcessor({ url: process.env.URL, spool: { dir: ${JSON.stringify(path)} } });
        const otherTracer = new BasicTracerProvider({ spanProcessors: [other] }).getTracer('program');
        otherTracer.startSpan('other').end();
        await other.forceFlush();
        console.log(JSON.stringify(other.getStats()));
      `,
      { url: receiver.url },
    );
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(result.output)).toMatchObject({ created: 1, delivered: 1 });
    expect(result.errors).toMatch(/BOTANU_SPOOL_UNUSABLE: the spool in .* cannot be used \(EACCES\)/);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['other']);
  });
});

it('a disk that fails in the middle of a write costs nothing: memory keeps what could not be written', async () => {
  // With the pauses between them, 1.5 to 3.1 s: longer than spans are made, and shorter than the process waits at its end.
  receiver.misbehave(...Array.from({ length: 5 }, () => ({ type: 'status', status: 503 }) as const));
  const source = `
    for (let turn = 0; turn < 20; turn += 1) {
      make(100, { text: 'x'.repeat(500) });
      await sleep(50);
    }
  `;
  const result = await runSender(source, { url: receiver.url, spool: folder.path, maxFileBlocks: 120 });
  expect(result.exitCode).toBe(0);
  expect(result.errors).toContain('cannot be used (EFBIG)');
  await collectLeftSpans();
  expect(compareIds(result.createdIds, receivedIds(receiver))).toEqual(NOTHING_MISSING);
  expect(segmentFiles()).toEqual([]);
});

it('a disk that fails while a request is written for the case of a kill leaves neither a file nor an open one', async () => {
  receiver.misbehaveAlways({ type: 'never', keep: false });
  const result = await runSender(
    `
      import { readdirSync, readlinkSync } from 'node:fs';
      make(100);
      await sleep(600);
      const open = readdirSync('/proc/self/fd').flatMap((name) => {
        try { return [readlinkSync('/proc/self/fd/' + name)]; } catch { return []; }
      });
      console.log(open.filter((path) => path.startsWith(process.env.SPOOL)).length);
      process.kill(process.pid, 'SIGKILL');
    `,
    { url: receiver.url, spool: folder.path, maxFileBlocks: 4 },
  );
  expect(result.errors).toContain('cannot be used (EFBIG)');
  expect(result.output).toBe('0\n');
  expect(segmentFiles()).toEqual([]);
});
