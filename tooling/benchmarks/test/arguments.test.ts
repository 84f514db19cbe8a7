import { readArguments } from '../src/arguments';

it('measures everything unless told otherwise', () => {
  expect(readArguments([])).toEqual({ filter: '', rounds: 30, isWritten: false });
});

it('takes a name and a number of rounds, also behind the separator that package managers pass on', () => {
  expect(readArguments(['--', 'stamping', '--rounds', '5'])).toEqual({
    filter: 'stamping',
    rounds: 5,
    isWritten: false,
  });
});

it('writes the documentation only where it is told to', () => {
  expect(readArguments(['delivery', '--write'])).toEqual({ filter: 'delivery', rounds: 30, isWritten: true });
});

it.each([
  [['--rounds=0'], '--rounds takes a whole number from 1, not 0'],
  [['--rounds=1.5'], '--rounds takes a whole number from 1, not 1.5'],
  [['--rounds=many'], '--rounds takes a whole number from 1, not many'],
  [['--unknown'], 'Unknown option'],
  [['stamping', 'wrap'], 'one name at most, not stamping wrap'],
])('refuses %j', (commandLine, message) => {
  expect(() => readArguments(commandLine)).toThrow(message);
});
