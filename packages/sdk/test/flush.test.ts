import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runSource } from './run-source';

jest.setTimeout(40_000);

const ORDER = "{ eventId: 'o-1', customerId: 'acme', workflow: 'Orders' }";

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

/**
 * Runs a program until it says that its handler has returned, and freezes it at that very moment, as a function's host
 * does; nothing that it does later counts.
 */
async function freezeAfterReturn(source: string): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: join(__dirname, '..'),
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');
    // What was on its way when it froze has arrived by now.
    await new Promise((resolve) => setTimeout(resolve, 300));
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** It goes on living, as a warm function does. The answer leaves synchronously, before anything else can. */
const handler = (beforeReturn: string) => `
  import { writeSync } from 'node:fs';
  import { event, flush } from '@botanu/sdk';
  setInterval(() => {}, 1000);
  async function handle() {
    const result = await event(${ORDER}, async () => 'booked');
    ${beforeReturn}
    return result;
  }
  handle().then((result) => writeSync(1, result));
`;

describe('flush()', () => {
  it('has sent everything when a handler returns whose process is frozen then', async () => {
    await freezeAfterReturn(handler('await flush({ timeoutMs: 5000 });'));
    expect(receiver.spans.map(({ name }) => name)).toEqual(['botanu.run/Orders']);
  });

  it('is needed there: without it nothing has left', async () => {
    await freezeAfterReturn(handler(''));
    expect(receiver.spans).toEqual([]);
  });

  it('waits no longer than told for a collector that does not answer, and does not throw', async () => {
    receiver.misbehaveAlways({ type: 'never' });
    const { output } = await runSource(
      `
        import { event, flush, isEnabled } from '@botanu/sdk';
        event(${ORDER}, () => {});
        const startedAt = performance.now();
        await flush({ timeoutMs: 200 });
        const tookMs = performance.now() - startedAt;
        console.log(JSON.stringify({ isLong: tookMs >= 190, isShort: tookMs < 2000, isEnabled: isEnabled() }));
        process.exit();
      `,
      { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } },
    );
    expect(JSON.parse(output)).toEqual({ isLong: true, isShort: true, isEnabled: true });
  });

  it('does nothing where nothing is enabled, or exported', async () => {
    const { output, errors } = await runSource(
      `
        import { disable, enable, flush } from '@botanu/sdk';
        console.log(await flush());
        enable();
        console.log(await flush());
        await disable();
        console.log(await flush());
      `,
      { environment: { OTEL_TRACES_EXPORTER: 'none' } },
    );
    expect({ output, errors }).toEqual({ output: 'undefined\nundefined\nundefined\n', errors: '' });
  });
});
