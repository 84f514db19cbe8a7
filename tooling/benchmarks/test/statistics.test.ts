import { median, perRound, quantile, shuffled, spreadOf } from '../src/statistics';

describe('quantile', () => {
  it('interpolates between neighbours, whatever the order', () => {
    expect(quantile([40, 10, 30, 20], 0.25)).toBe(17.5);
    expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ lower: 2, median: 3, upper: 4 });
  });

  it('sorts numbers as numbers and leaves the input alone', () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  it('is the mean of the middle two of an even number of values', () => {
    expect(median([1, 2, 4, 100])).toBe(3);
  });

  it('refuses nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('perRound', () => {
  it('compares each sample with the baseline of its own round', () => {
    expect(perRound([2, 30], [1, 10], (value, base) => value / base)).toEqual([2, 3]);
  });

  it('is not moved by a round in which everything was slow, as a ratio of medians would be', () => {
    const baseline = [1, 1, 50];
    const ratios = perRound([1.2, 1.2, 60], baseline, (value, base) => value / base);
    expect(ratios).toEqual([1.2, 1.2, 1.2]);
  });

  it('refuses series of different length', () => {
    expect(() => perRound([1], [1, 2], (value) => value)).toThrow(RangeError);
  });
});

describe('shuffled', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];

  it('is a permutation, for every run of luck', () => {
    for (const luck of [0, 0.1, 0.35, 0.5, 0.99]) {
      expect(shuffled(items, () => luck).sort()).toEqual(items);
    }
  });

  it('reaches every order', () => {
    const orders = new Set<string>();
    for (const first of [0, 0.4, 0.9]) {
      for (const second of [0, 0.9]) {
        const luck = [first, second];
        orders.add(shuffled(['a', 'b', 'c'], () => luck.shift() ?? 0).join(''));
      }
    }
    expect([...orders].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  });

  it('leaves the input alone', () => {
    shuffled(items, () => 0);
    expect(items).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
