import { resolve } from 'node:path';
import { readOptions } from '../src/options';

describe('readOptions', () => {
  it('takes the tickets that come with the demo by default', () => {
    expect(readOptions([], '/home/me')).toEqual({
      isHelpWanted: false,
      ticketsPath: resolve(__dirname, '..', 'tickets.jsonl'),
      jsonPath: undefined,
    });
  });

  it('resolves files against the folder that the user is in', () => {
    const options = readOptions(['--tickets', 'mine.csv', '--json=out/report.json'], '/home/me');
    expect(options).toMatchObject({
      ticketsPath: resolve('/home/me/mine.csv'),
      jsonPath: resolve('/home/me/out/report.json'),
    });
  });

  it.each([
    [['--ticket', 'x'], "Unknown option '--ticket'"],
    [['--tickets'], "Option '--tickets <value>' argument missing"],
    [['--tickets', '--json', 'x'], "Option '--tickets' argument is ambiguous"],
    [['--tickets='], '--tickets needs a file'],
    [['mine.csv'], "Unexpected argument 'mine.csv'"],
  ])('says in one line what is wrong with %j', (commandLine, message) => {
    expect(() => readOptions(commandLine, '/home/me')).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(message) }),
    );
    expect(() => readOptions(commandLine, '/home/me')).toThrow(/^.*$/);
  });
});
