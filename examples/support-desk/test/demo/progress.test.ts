import { createProgress } from '../../src/demo/progress';

function linesOf(isTTY: boolean, total: number): string {
  let written = '';
  const progress = createProgress({
    isTTY,
    write: (text: string | Uint8Array) => {
      written += String(text);
      return true;
    },
  });
  for (let done = 1; done <= total; done += 1) {
    progress.update(done, total);
  }
  return written;
}

describe('createProgress', () => {
  it('writes about ten lines to a file, the last one for all tickets', () => {
    const lines = linesOf(false, 10_000).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('1,000 of 10,000 tickets (10%)');
    expect(lines.at(-1)).toBe('10,000 of 10,000 tickets (100%)');
  });

  it('says it is done for a single ticket', () => {
    expect(linesOf(false, 1)).toBe('1 of 1 tickets (100%)\n');
  });

  it('rewrites one line on a terminal', () => {
    const written = linesOf(true, 500);
    expect(written.endsWith('\r500 of 500 tickets (100%)\n')).toBe(true);
    expect(written.match(/\n/g)).toHaveLength(1);
  });
});
