import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PiiAnswers, PiiRequest } from './child';
import type { ScrubberName } from './scrubbers';

const ANSWER_TIMEOUT_MS = 300_000;

/** A scrubber in a process of its own, without network, which works only when asked. */
export class ScrubberProcess {
  readonly #name: ScrubberName;
  readonly #child: ChildProcess;

  constructor(name: ScrubberName) {
    this.#name = name;
    this.#child = fork(join(__dirname, 'child.js'), [name], {
      execArgv: ['--require', join(__dirname, '../network-guard.js')],
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  /**
   * Asks for something.
   *
   * @throws Error where the scrubber fails, or takes more than five minutes.
   */
  ask<Request extends PiiRequest>(request: Request): Promise<PiiAnswers[Request]> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const fail = (what: string) => reject(new Error(`${this.#name}, ${request}: ${what}`));
      const timer = setTimeout(() => fail('no answer'), ANSWER_TIMEOUT_MS);
      const onExit = () => fail('ended unexpectedly');
      child.once('exit', onExit);
      child.once('message', ({ answer, error }: { answer: PiiAnswers[Request]; error?: string }) => {
        clearTimeout(timer);
        child.off('exit', onExit);
        if (error === undefined) {
          resolve(answer);
        } else {
          fail(error);
        }
      });
      child.send(request);
    });
  }

  /** Ends the process. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
