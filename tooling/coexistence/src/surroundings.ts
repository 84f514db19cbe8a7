import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { type DatadogAgent, startDatadogAgent } from './datadog-agent';
import { type OtherService, startOtherService } from './other-service';

/** How long a service may take to start. */
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/** All that a program of a host talks to: our collector, a service that it calls, an agent, and a folder. */
export class Surroundings {
  readonly receiver: OtlpReceiver;
  readonly otherService: OtherService;
  readonly agent: DatadogAgent | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'botanu-coexistence-run-'));

  private constructor(receiver: OtlpReceiver, otherService: OtherService, agent: DatadogAgent | undefined) {
    this.receiver = receiver;
    this.otherService = otherService;
    this.agent = agent;
  }

  /**
   * Starts all of it, on free ports of this machine.
   *
   * @param options - Whether the host has an agent, and whether our collector takes everything and never answers.
   */
  static async start(options: {
    readonly hasAgent: boolean;
    readonly isCollectorHung: boolean;
  }): Promise<Surroundings> {
    const receiver = await startOtlpReceiver();
    if (options.isCollectorHung) {
      receiver.misbehaveAlways({ type: 'never' });
    }
    const agent = options.hasAgent ? await startDatadogAgent() : undefined;
    return new Surroundings(receiver, await startOtherService(), agent);
  }

  /** A file by which a program and its test talk to each other. */
  file(name: 'result' | 'url' | 'cases'): string {
    return join(this.#folder, name);
  }

  /** What a program has written. */
  readJson<T>(name: 'result'): T {
    return JSON.parse(readFileSync(this.file(name), 'utf8')) as T;
  }

  /** Waits until a service has written where it is. */
  async waitForUrl(): Promise<string> {
    const until = performance.now() + START_TIMEOUT_MS;
    while (!existsSync(this.file('url')) || readFileSync(this.file('url'), 'utf8') === '') {
      if (performance.now() > until) {
        throw new Error('The service did not start.');
      }
      await sleep(POLL_MS);
    }
    return readFileSync(this.file('url'), 'utf8');
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true });
    await Promise.all([this.receiver.close(), this.otherService.close(), this.agent?.close()]);
  }
}
