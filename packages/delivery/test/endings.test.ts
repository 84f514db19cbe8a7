import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSender, type SenderResult } from './run-sender';
import { compareIds, receivedIds, temporaryFolder } from './support';

// Processes start slowly on a busy machine.
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

const settings = () => ({ url: receiver.url });
const withSpool = () => ({ url: receiver.url, spool: folder.path });

function compared(...results: readonly SenderResult[]) {
  return compareIds(
    results.flatMap(({ createdIds }) => createdIds),
    receivedIds(receiver),
  );
}

/** A process that makes nothing, and sends what another one has left. */
const runSuccessor = () => runSender('', withSpool());

it('a script that just ends loses nothing', async () => {
  const result = await runSender('make(5000);', settings());
  expect(result).toMatchObject({ exitCode: 0, signal: null, errors: '' });
  expect(result.createdIds).toHaveLength(5000);
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it('an error that nobody catches ends the script as ever; its spans go to the spool', async () => {
  const result = await runSender("make(50); setTimeout(() => { throw new Error('no'); }, 1);", withSpool());
  expect(result.exitCode).toBe(1);
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('flushes, and ends the process as if we had not been there', async () => {
    const result = await runSender(
      `setInterval(() => {}, 1000); make(5000); process.kill(process.pid, '${signal}');`,
      settings(),
    );
    expect(result).toMatchObject({ exitCode: null, signal, errors: '' });
    expect(compared(result)).toEqual(NOTHING_MISSING);
  });

  it('leaves the process to a listener of the application, before or after ours', async () => {
    const result = await runSender(
      `
        const timer = setInterval(() => {}, 1000);
        process.on('${signal}', async () => {
          await sleep(300);
          make(10);
          clearInterval(timer);
          process.exitCode = 7;
        });
        make(5000);
        process.kill(process.pid, '${signal}');
      `,
      settings(),
    );
    expect(result).toMatchObject({ exitCode: 7, signal: null, errors: '' });
    expect(result.createdIds).toHaveLength(5010);
    expect(compared(result)).toEqual(NOTHING_MISSING);
  });

  it('a second one ends the process at once; the spool has what is left', async () => {
    receiver.misbehaveAlways({ type: 'never', keep: false });
    const result = await runSender(
      `
        setInterval(() => {}, 1000);
        make(100);
        setTimeout(() => process.kill(process.pid, '${signal}'), 100);
        setTimeout(() => process.kill(process.pid, '${signal}'), 300);
      `,
      withSpool(),
    );
    expect(result).toMatchObject({ exitCode: null, signal });
    expect(result.durationMs).toBeLessThan(4500);
    receiver.misbehaveAlways(undefined);
    await runSuccessor();
    expect(compared(result)).toEqual(NOTHING_MISSING);
  });
});

it('process.exit(3) in the middle of a run: the exit code is 3, and the next process sends the rest', async () => {
  const result = await runSender('make(60_000); process.exit(3);', withSpool());
  expect(result).toMatchObject({ exitCode: 3, signal: null, errors: '' });
  expect(result.createdIds).toHaveLength(60_000);
  expect(receiver.spans).toHaveLength(0);
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it('a span that ends while the first ones are being flushed is flushed as well', async () => {
  receiver.misbehaveAlways({ type: 'late', delayMs: 400 });
  const result = await runSender(
    `
      process.on('SIGTERM', () => setTimeout(() => make(10), 100));
      const timer = setInterval(() => {}, 1000);
      make(5000);
      process.kill(process.pid, 'SIGTERM');
      setTimeout(() => clearInterval(timer), 200);
    `,
    // Nothing but the end of the process sends them.
    { ...settings(), options: { flushIntervalMs: 60_000 } },
  );
  expect(result).toMatchObject({ exitCode: 0, errors: '' });
  expect(result.createdIds).toHaveLength(5010);
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it('process.exit() without a spool loses what waits, and says how much', async () => {
  const result = await runSender('make(10); process.exit(0);', settings());
  expect(result.exitCode).toBe(0);
  expect(result.errors).toContain('BOTANU_SPANS_LOST');
  expect(result.errors).toMatch(/to http:\S+ that were lost: 10\./);
  expect(compared(result).missingCount).toBe(10);
});

it.each([
  ['a script that ends', 'make(3000);', 0, null],
  [
    'SIGTERM',
    "setInterval(() => {}, 1000); make(3000); process.kill(process.pid, 'SIGTERM');",
    null,
    'SIGTERM',
  ],
])('a hung collector delays %s by at most shutdownTimeoutMs', async (_, source, exitCode, signal) => {
  receiver.misbehaveAlways({ type: 'never', keep: false });
  const options = { shutdownTimeoutMs: 700 };
  const baseline = await runSender('', settings());
  const result = await runSender(source, { ...withSpool(), options });
  expect(result).toMatchObject({ exitCode, signal });
  expect(result.durationMs - baseline.durationMs).toBeLessThan(700 + 4000);
  receiver.misbehaveAlways(undefined);
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it('a collector that is down delays a script with a spool not at all', async () => {
  await receiver.close();
  const baseline = await runSender('', settings());
  const result = await runSender('make(3000);', withSpool());
  expect(result.exitCode).toBe(0);
  // Without the spool it would be five seconds.
  expect(result.durationMs - baseline.durationMs).toBeLessThan(3500);
  receiver = await startOtlpReceiver({ port: Number(new URL(receiver.url).port) });
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it('kill -9 loses at most what ended within one flush interval', async () => {
  receiver.misbehaveAlways({ type: 'never', keep: false });
  const result = await runSender(
    `
      make(1000);
      await sleep(50);
      make(1000);
      // Five flush intervals of 200 ms: a busy machine runs timers late.
      await sleep(1000);
      make(10);
      process.kill(process.pid, 'SIGKILL');
    `,
    withSpool(),
  );
  expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  receiver.misbehaveAlways(undefined);
  await runSuccessor();
  const { missingCount, duplicateCount } = compareIds(
    result.createdIds.slice(0, 2000),
    receivedIds(receiver),
  );
  expect({ missingCount, duplicateCount }).toEqual({ missingCount: 0, duplicateCount: 0 });
});

it('kill -9 with a healthy collector leaves nothing in the spool, and nothing is sent twice', async () => {
  const result = await runSender(
    "make(1000); await sleep(1000); process.kill(process.pid, 'SIGKILL');",
    withSpool(),
  );
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it.each([
  ['ends', ''],
  ['calls process.exit()', 'process.exit(0);'],
  ['throws', "throw new Error('no');"],
])('a worker thread that %s loses nothing', async (_, ending) => {
  const result = await runSender(
    `
      if (isMainThread) {
        make(100);
        const workers = [0, 1].map(() => new Worker(new URL(import.meta.url)));
        await Promise.all(workers.map((worker) => new Promise((resolve) => {
          worker.on('error', () => {});
          worker.once('exit', resolve);
        })));
      } else {
        make(500);
        ${ending}
      }
    `,
    withSpool(),
  );
  expect(result.exitCode).toBe(0);
  expect(result.createdIds).toHaveLength(1100);
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it.each([
  ['end', ''],
  ['call process.exit()', 'process.exit(0);'],
  ['are killed by the primary with SIGTERM', 'setInterval(() => {}, 1000);'],
])('the processes of a cluster that %s lose nothing', async (_, ending) => {
  const result = await runSender(
    `
      if (cluster.isPrimary) {
        make(100);
        for (const worker of [cluster.fork(), cluster.fork()]) {
          worker.on('message', () => ${ending.startsWith('set') ? "worker.process.kill('SIGTERM')" : 'worker.disconnect()'});
        }
      } else {
        make(500);
        process.send('made');
        ${ending}
      }
    `,
    withSpool(),
  );
  expect(result).toMatchObject({ exitCode: 0, errors: '' });
  expect(result.createdIds).toHaveLength(1100);
  await runSuccessor();
  expect(compared(result)).toEqual(NOTHING_MISSING);
});

it('removes its listeners at shutdown, and shares them among processors', async () => {
  const result = await runSender(
    `
      const names = ['beforeExit', 'exit', 'SIGTERM', 'SIGINT'];
      // Node itself has a listener of 'exit' where modules wait for something.
      const others = names.map((name) => process.listenerCount(name) - 1);
      const count = () => names.map((name, index) => process.listenerCount(name) - others[index]).join();
      const other = new DeliverySpanProcessor({ url: process.env.URL });
      console.log(count());
      await processor.shutdown();
      console.log(count());
      await other.shutdown();
      console.log(count());
      const quiet = new DeliverySpanProcessor({ url: process.env.URL, handleExit: false });
      console.log(count());
    `,
    settings(),
  );
  expect(result.output).toBe('1,1,1,1\n1,1,1,1\n0,0,0,0\n0,0,0,0\n');
});

it('the ESM and the CommonJS copy of the package share their listeners and their account', async () => {
  const result = await runSender(
    `
      import { createRequire } from 'node:module';
      import { getDeliveryStats } from '@botanu/delivery';
      const copy = createRequire(import.meta.url)('@botanu/delivery');
      if (copy.DeliverySpanProcessor === DeliverySpanProcessor) throw new Error('one copy');
      const other = new copy.DeliverySpanProcessor({ url: process.env.URL });
      new BasicTracerProvider({ spanProcessors: [other] }).getTracer('other').startSpan('work').end();
      make(1);
      console.log(process.listenerCount('SIGTERM'), getDeliveryStats().created, copy.getDeliveryStats().created);
    `,
    settings(),
  );
  expect(result).toMatchObject({ output: '1 2 2\n', errors: '', exitCode: 0 });
  expect(receiver.spans).toHaveLength(2);
});
