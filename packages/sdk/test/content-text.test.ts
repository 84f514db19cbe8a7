import { Readable } from 'node:stream';
import fc from 'fast-check';
import { toContentText } from '../src/content-text';

const LIMIT = 4096;
const text = (value: unknown, limit = LIMIT) => toContentText(value, limit);

const circular: Record<string, unknown> = { name: 'self' };
circular.self = circular;

const throwing = {
  get broken() {
    throw new RangeError('no');
  },
  whole: 1,
};

class Ticket {
  readonly id = 7;
  method(): void {}
}

it.each([
  ['a text', 'as it is\n', 'as it is\n'],
  ['numbers and booleans', [1, Number.NaN, true], '[1,null,true]'],
  ['a BigInt', { n: 12n }, '{"n":"12"}'],
  ['a Date', [new Date(0), new Date(Number.NaN)], '["1970-01-01T00:00:00.000Z",null]'],
  ['a Map and a Set', new Map([['a', new Set([1, 2])]]), '{"a":[1,2]}'],
  ['an Error', new TypeError('bad'), '{"name":"TypeError","message":"bad"}'],
  [
    'bytes, by their number',
    { body: Buffer.from('secret'), raw: new ArrayBuffer(3) },
    '{"body":"[6 bytes]","raw":"[3 bytes]"}',
  ],
  ['a cycle', circular, '{"name":"self","self":"[Circular]"}'],
  ['a getter that throws', throwing, '{"broken":"[RangeError]","whole":1}'],
  ['an instance of a class', new Ticket(), '{"id":7}'],
  ['null and undefined inside', [null, undefined, { a: undefined }], '[null,null,{}]'],
  ['a toJSON', { toJSON: () => ({ kind: 'mine' }) }, '{"kind":"mine"}'],
  ['a symbol inside', [Symbol('x')], '["[symbol]"]'],
])('writes %s', (_, value, expected) => {
  expect(text(value)).toBe(expected);
});

it.each([
  ['undefined', undefined],
  ['null', null],
  ['a function', () => {}],
  ['a Node stream', Readable.from(['x'])],
  ['a web stream', new ReadableStream()],
  ['a generator', (function* () {})()],
  ['a Response', new Response('x')],
])('writes nothing of %s', (_, value) => {
  expect(text(value)).toBeUndefined();
});

it('survives what objects do when they are looked at', () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('get');
      },
      ownKeys: () => {
        throw new EvalError('keys');
      },
    },
  );
  const broken = {
    toJSON: () => {
      throw new SyntaxError('no');
    },
  };
  expect(text({ hostile, broken, rest: 1 })).toMatch(
    /^\{"hostile":"\[\w+\]","broken":"\[SyntaxError\]","rest":1\}$/,
  );
  expect(text(hostile)).toMatch(/^"\[\w+\]"$/);
});

it.each<[string, object]>([
  ['a revoked Proxy', revokedProxy()],
  ['an Error whose message throws', Object.defineProperty(new Error('x'), 'message', { get: fail })],
  ['an object whose prototype throws', new Proxy({}, { getPrototypeOf: fail })],
  ['a Map whose keys cannot be written', new Map([[{ toString: fail }, 1]])],
  ['a Set whose iterator throws', Object.assign(new Set([1]), { [Symbol.iterator]: fail })],
  ['a Date that throws', Object.assign(new Date(), { getTime: fail })],
  ['a toJSON that answers with ever new objects', { toJSON: again }],
])('survives %s, and writes the rest', (_, value) => {
  const written = JSON.parse(text({ value, rest: 1 }) ?? '');
  expect(written).toMatchObject({ rest: 1 });
  expect(JSON.stringify(written.value)).toMatch(/\[\w+\]/);
});

function fail(): never {
  throw new URIError('no');
}

function again(): object {
  return { toJSON: again };
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

it('never builds more than what is asked for, however long a key or a text is', () => {
  const long = 'k'.repeat(1_000_000);
  expect(text({ [long]: long }, 1000)?.length).toBeLessThan(2100);
  expect(text(new Map([[long, 1]]), 1000)?.length).toBeLessThan(2100);
  expect(text([long, long, long], 1000)?.length).toBeLessThan(2100);
});

it('looks at 8 levels and 100 entries', () => {
  let deep: unknown = 'bottom';
  for (let level = 0; level < 20; level += 1) {
    deep = { deep };
  }
  expect(text(deep)).toContain('"[Object]"');
  expect(text(deep)).not.toContain('bottom');
  expect(JSON.parse(text(Array.from({ length: 1000 }, () => 0)) ?? '')).toHaveLength(100);
});

it('stops when there is enough', () => {
  const endless = {
    [Symbol.iterator]: undefined,
    toJSON: () => Array.from({ length: 100 }, () => 'x'.repeat(10_000)),
  };
  expect((text(endless, 1000) ?? '').length).toBeLessThan(3000);
});

it('writes JSON, for whatever is JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const isSmall = JSON.stringify(value).length < LIMIT;
      fc.pre(isSmall && typeof value !== 'string' && value !== null);
      expect(JSON.parse(text(value) ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
