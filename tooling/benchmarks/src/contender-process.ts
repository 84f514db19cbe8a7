import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Request, Response, WorkloadName } from './protocol';

const ANSWER_TIMEOUT_MS = 60_000;
const MAX_ERROR_OUTPUT_CHARACTERS = 4000;

/** SDKs are told where nothing listens, and to keep quiet. The network guard refuses whatever they try anyway. */
const ENVIRONMENT = {
  LANGFUSE_BASE_URL: 'http://127.0.0.1:9',
  LANGFUSE_PUBLIC_KEY: 'pk-lf-benchmark',
  LANGFUSE_SECRET_KEY: 'sk-lf-benchmark',
  LANGSMITH_API_KEY: 'benchmark',
  LANGSMITH_ENDPOINT: 'http://127.0.0.1:9',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  TRACELOOP_BASE_URL: 'http://127.0.0.1:9',
  TRACELOOP_SYNC_ENABLED: 'false',
  TRACELOOP_TELEMETRY: 'false',
};

/** A contender in its own process, which works only when asked. */
export class ContenderProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  #errorOutput = '';

  private constructor(name: string) {
    this.#name = name;
    this.#child = fork(join(__dirname, 'child.js'), {
      execArgv: ['--require', join(__dirname, 'network-guard.js')],
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...ENVIRONMENT },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#errorOutput = (this.#errorOutput + chunk.toString()).slice(-MAX_ERROR_OUTPUT_CHARACTERS);
    });
  }

  /**
   * Starts a contender's process and warms it up.
   *
   * @param workload - Which one.
   * @returns The process, and what one operation left behind.
   * @throws Error where the contender fails.
   */
  static async start(workload: WorkloadName): Promise<{ process: ContenderProcess; evidence: string }> {
    const started = new ContenderProcess(`${workload.contender}.${workload.workload}`);
    try {
      const response = await started.#ask({ type: 'prepare', workload }, 'prepared');
      return { process: started, evidence: response.evidence };
    } catch (error) {
      started.kill();
      throw error;
    }
  }

  /**
   * Takes one sample.
   *
   * @returns Microseconds per operation.
   */
  async sample(): Promise<number> {
    const { microseconds } = await this.#ask({ type: 'sample' }, 'sampled');
    return microseconds;
  }

  /**
   * Ends the process.
   *
   * @throws Error where the contender has tried to reach the network.
   */
  async close(): Promise<void> {
    const { connectionAttempts } = await this.#ask({ type: 'close' }, 'closed');
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
    if (connectionAttempts > 0) {
      throw new Error(`${this.#name} tried ${connectionAttempts} times to open a connection`);
    }
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #ask<T extends Response['type']>(request: Request, expected: T): Promise<Extract<Response, { type: T }>> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const fail = (what: string): void => {
        settle();
        reject(new Error(`${this.#name}: ${what}\n${this.#errorOutput}`));
      };
      const onExit = (): void => fail('ended unexpectedly');
      const onMessage = (response: Response): void => {
        if (response.type !== expected) {
          fail(response.type === 'failed' ? response.message : `answered ${response.type}`);
          return;
        }
        settle();
        resolve(response as Extract<Response, { type: T }>);
      };
      const timer = setTimeout(
        () => fail(`did not answer within ${ANSWER_TIMEOUT_MS} ms`),
        ANSWER_TIMEOUT_MS,
      );
      function settle(): void {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit).off('error', onExit);
      }
      child.on('message', onMessage).on('exit', onExit).on('error', onExit);
      child.send(request);
    });
  }
}
