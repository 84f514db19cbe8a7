import type { WriteStream } from 'node:tty';

/** Tells how far the tickets are. */
export interface Progress {
  /** Called after each ticket. */
  readonly update: (done: number, total: number) => void;
}

const PERCENT_BETWEEN_LINES = 10;
const MIN_INTERVAL_MS = 100;

/**
 * One line that rewrites itself on a terminal, a line every ten percent elsewhere.
 *
 * @param stream - Where to.
 * @returns The progress.
 */
export function createProgress(stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }): Progress {
  let lastPercent = 0;
  let lastTimeMs = 0;
  return {
    update: (done, total) => {
      const percent = Math.floor((done / total) * 100);
      const line = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} tickets (${percent}%)`;
      const isEnd = done === total;
      if (stream.isTTY === true) {
        const nowMs = Date.now();
        if (isEnd || nowMs - lastTimeMs >= MIN_INTERVAL_MS) {
          lastTimeMs = nowMs;
          stream.write(`\r${line}${isEnd ? '\n' : ''}`);
        }
      } else if (isEnd || percent >= lastPercent + PERCENT_BETWEEN_LINES) {
        lastPercent = percent - (percent % PERCENT_BETWEEN_LINES);
        stream.write(`${line}\n`);
      }
    },
  };
}
