import { createScrubber, type Detector, REDACTION_FAILED, type ScrubberWarning } from '../src';

const EMAIL = 'ada@example.com';

it('replaces every finding, and returns the text itself where there is none', () => {
  const { scrub } = createScrubber();
  expect(scrub(`from ${EMAIL} to ${EMAIL}`)).toBe('from [REDACTED] to [REDACTED]');
  expect(scrub('nothing')).toBe('nothing');
  expect(scrub('')).toBe('');
});

it('finds what it replaces, in order', () => {
  expect(createScrubber().find(`${EMAIL}, 192.168.0.1`)).toEqual([
    { pattern: 'email', start: 0, end: 15 },
    { pattern: 'ipv4', start: 17, end: 28 },
  ]);
});

it('of overlapping findings covers all, under the name of the longest', () => {
  const text = `Cookie: sid=1; mail=${EMAIL}; x=4111111111111111`;
  expect(createScrubber().find(text)).toEqual([{ pattern: 'cookie', start: 8, end: text.length }]);
});

describe('replacement', () => {
  it('is a text', () => {
    expect(createScrubber({ replacement: '***' }).scrub(`to ${EMAIL}`)).toBe('to ***');
    expect(createScrubber({ replacement: '' }).scrub(`to ${EMAIL}`)).toBe('to ');
  });

  it('is a function of the finding and of what was found', () => {
    const seen: unknown[] = [];
    const { scrub } = createScrubber({
      replacement: (finding, found) => {
        seen.push([finding, found]);
        return `[${finding.pattern.toUpperCase()}]`;
      },
    });
    seen.length = 0;
    expect(scrub(`to ${EMAIL}`)).toBe('to [EMAIL]');
    expect(seen).toEqual([[{ pattern: 'email', start: 3, end: 18 }, EMAIL]]);
  });

  it.each([EMAIL, '4111 1111 1111 1111', '10.0.0.1', `gone: ${EMAIL}`])(
    'is refused where a pattern matches it: %s',
    (replacement) => {
      expect(() => createScrubber({ replacement })).toThrow(/is itself matched by a pattern/);
      expect(() => createScrubber({ replacement: () => replacement })).toThrow(TypeError);
    },
  );

  it('is refused where a custom pattern matches it', () => {
    expect(() => createScrubber({ customPatterns: [{ name: 'word', pattern: /REDACTED/ }] })).toThrow(
      TypeError,
    );
  });

  it('is [REDACTED] where the function fails at run time', () => {
    const warnings: ScrubberWarning[] = [];
    let answer: () => unknown = () => 'x';
    const { scrub } = createScrubber({
      replacement: () => answer() as string,
      onWarning: (warning) => warnings.push(warning),
    });
    for (const bad of [
      () => EMAIL,
      () => 7,
      () => {
        throw new Error(EMAIL);
      },
    ]) {
      answer = bad;
      expect(scrub(`to ${EMAIL}`)).toBe('to [REDACTED]');
    }
    expect(warnings).toEqual([{ code: 'REPLACEMENT_FAILED', message: expect.not.stringContaining(EMAIL) }]);
  });

  it('that would be a token where it stands gives way', () => {
    const hash = 'd41d8cd98f00b204e9800998ecf8427e';
    const { scrub } = createScrubber({ replacement: () => hash });
    expect(scrub(`mail ${EMAIL}`)).toBe(`mail ${hash}`);
    expect(scrub('Authorization: Bearer abcdefghijklmnop1234')).toBe('Authorization: Bearer [REDACTED]');
  });
});

describe('maxLength', () => {
  const { scrub, find } = createScrubber({ maxLength: 20 });

  it('cuts, and never splits a surrogate pair', () => {
    expect(scrub('x'.repeat(30))).toBe('x'.repeat(20));
    expect(scrub(`${'x'.repeat(19)}👍`)).toBe('x'.repeat(19));
    expect(scrub(`${'x'.repeat(18)}👍`)).toBe(`${'x'.repeat(18)}👍`);
  });

  it('a finding that straddles the cut goes wholly', () => {
    for (let before = 0; before < 20; before += 1) {
      const scrubbed = scrub(`${'. '.repeat(10).slice(0, before)} ada.lovelace@example.com`);
      expect(scrubbed).not.toMatch(/ada|lovelace/);
      expect(scrubbed.length).toBeLessThanOrEqual(20);
    }
  });

  it('so does a long one', () => {
    const jwt = `eyJ${'a'.repeat(4000)}.eyJ${'b'.repeat(40_000)}.${'c'.repeat(400)}`;
    expect(scrub(`token: ${jwt}`)).toBe('token: [REDACTED]');
    const pem = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(50_000)}\n-----END PRIVATE KEY-----`;
    expect(scrub(pem)).toBe('[REDACTED]');
  });

  it('finds nothing behind the cut', () => {
    expect(find(`${' '.repeat(20)}${EMAIL}`)).toEqual([]);
    expect(find(`${' '.repeat(19)}${EMAIL}`)).toHaveLength(1);
  });

  it('what is behind the cut is not read', () => {
    let readLength = 0;
    const detector: Detector = {
      name: 'length',
      detect(text) {
        readLength = text.length;
        return [];
      },
    };
    createScrubber({ maxLength: 20, detectors: [detector] }).scrub('x '.repeat(5_000_000));
    expect(readLength).toBeLessThan(20_000);
  });

  it.each([0, -1, 1.5, Number.NaN, '20'])('refuses %p', (maxLength) => {
    expect(() => createScrubber({ maxLength: maxLength as number })).toThrow(
      /maxLength: write a whole number/,
    );
  });
});

describe('what people write differently', () => {
  const { scrub, find } = createScrubber();

  it.each([
    ['full-width digits', '４１１１ １１１１ １１１１ １１１１'],
    ['a full-width address', 'ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['zero-width characters', 'ada\u200b@exam\u200d\u2060ple.com'],
    ['unusual blanks and hyphens', '4111\u00a01111\u20111111\u20131111'],
    ['Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١'],
    ['an escaped @', 'ada\\u0040example.com'],
    ['an escaped @ in JSON in JSON', 'ada\\\\u0040example.com'],
    ['a key id behind an escaped line end', `\\nAKIA${'IOSFODNN7EXAMPLE'}\\n`, '\\n[REDACTED]\\n'],
    ['escaped quotes', `\\"${EMAIL}\\"`, '\\"[REDACTED]\\"'],
    ['emoji beside it', `👍${EMAIL}👍🏽`, '👍[REDACTED]👍🏽'],
    ['lone surrogates beside it', `\ud83d${EMAIL}\udc4d`, '\ud83d[REDACTED]\udc4d'],
  ])('%s', (_name, text, expected = '[REDACTED]') => {
    expect(scrub(text)).toBe(expected);
  });

  it('findings are places in the original', () => {
    const text = '\\n\\n\u200b ４111 1111 1111 1111 \\"a@b.co\\"';
    expect(find(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '４111 1111 1111 1111',
      'a@b.co',
    ]);
  });
});

describe('customPatterns', () => {
  it('are looked for as well', () => {
    const { scrub, find } = createScrubber({ customPatterns: [{ name: 'order', pattern: /ORD-\d{4}/iy }] });
    expect(scrub(`ord-1234, ${EMAIL}`)).toBe('[REDACTED], [REDACTED]');
    expect(find('ORD-1234')).toEqual([{ pattern: 'order', start: 0, end: 8 }]);
  });

  it('that match nothing at all find nothing', () => {
    expect(createScrubber({ customPatterns: [{ name: 'nothing', pattern: /x*/ }] }).find('abc')).toEqual([]);
  });

  it.each([{}, { name: 'x', pattern: 'x' }, null])('refuses %j', (custom) => {
    expect(() => createScrubber({ customPatterns: [custom as never] })).toThrow(
      /customPatterns: write \{ name, pattern \}/,
    );
  });

  it.each([
    '(a+)+$',
    '(\\w*)*x',
    '(?:a|ab)*c',
    '(.|\\s)+',
    '(?:[a-z]+)*@',
    '\\w+\\w+x',
    '.*.*x',
    '((ab)+)*',
    '(a{2,})+',
    '(x+x+)+y',
  ])('warns about %s', (source) => {
    const warnings: ScrubberWarning[] = [];
    createScrubber({
      customPatterns: [{ name: 'slow', pattern: new RegExp(source) }],
      replacement: '',
      onWarning: (warning) => warnings.push(warning),
    });
    expect(warnings.map(({ code }) => code)).toEqual(['SLOW_PATTERN']);
  });

  it.each([
    'ORD-\\d+',
    '(?:[A-Z]{2}-)+\\d',
    '\\b[a-z]+@x',
    '(?:foo|bar)*',
    '(a|b)',
    '[(+)]+',
    '\\(\\w+\\)+',
    '\\d{3}-\\d{4}',
  ])('does not warn about %s', (source) => {
    const onWarning = jest.fn();
    createScrubber({ customPatterns: [{ name: 'quick', pattern: new RegExp(source) }], onWarning });
    expect(onWarning).not.toHaveBeenCalled();
  });

  it('a pattern that throws yields nothing of the text', () => {
    const pattern = /x/;
    Object.defineProperty(pattern, 'flags', { value: 'g' });
    const onWarning = jest.fn();
    const { scrub } = createScrubber({ customPatterns: [{ name: 'broken', pattern }], onWarning });
    const matchAll = jest.spyOn(String.prototype, 'matchAll').mockImplementationOnce(() => {
      throw new RangeError('Maximum call stack size exceeded');
    });
    expect(scrub('secret')).toBe(REDACTION_FAILED);
    matchAll.mockRestore();
    expect(onWarning).toHaveBeenCalledTimes(1);
  });
});

describe('detectors', () => {
  const names: Detector = {
    name: 'person',
    detect: (text) => [...text.matchAll(/Ada/g)].map(({ index }) => ({ start: index, end: index + 3 })),
  };

  it('find what patterns cannot', () => {
    const { scrub, find } = createScrubber({ detectors: [names] });
    expect(scrub(`Ada, ${EMAIL}`)).toBe('[REDACTED], [REDACTED]');
    expect(find('Dear Ada')).toEqual([{ pattern: 'person', start: 5, end: 8 }]);
  });

  it('may name their findings', () => {
    const detector: Detector = { name: 'x', detect: () => [{ pattern: 'place', start: 0, end: 1 }] };
    expect(createScrubber({ detectors: [detector], replacement: '' }).find('abc')[0]?.pattern).toBe('place');
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['returns nothing', () => undefined],
    ['returns nonsense', () => [{ start: 'a', end: {} }]],
    ['finds something outside of the text', () => [{ start: 0, end: 99 }]],
    ['returns a promise', () => Promise.resolve([])],
  ])('one that %s yields [REDACTION FAILED]', (_name, detect) => {
    const warnings: ScrubberWarning[] = [];
    const { scrub, find } = createScrubber({
      detectors: [{ name: 'bad', detect: detect as Detector['detect'] }],
      onWarning: (warning) => warnings.push(warning),
    });
    expect(scrub('my secret')).toBe('[REDACTION FAILED]');
    expect(scrub('my secret')).toBe('[REDACTION FAILED]');
    expect(() => find('my secret')).toThrow();
    expect(warnings).toEqual([{ code: 'SCRUBBING_FAILED', message: expect.not.stringContaining('secret ') }]);
  });

  it('an asynchronous one is refused, with a word on where it belongs', () => {
    const detector = { name: 'presidio', detectAsync: async () => [] };
    expect(() => createScrubber({ detectors: [detector as never] })).toThrow(/createAsyncScrubber/);
    expect(() => createScrubber({ detectors: [{ name: 'x' } as never] })).toThrow(
      /detectors: write \{ name, detect \}/,
    );
  });
});

it('refuses to disable what there is not, and says what there is', () => {
  expect(() => createScrubber({ disablePatterns: ['emial' as never] })).toThrow(
    /no pattern is called "emial".*\bemail\b/,
  );
});

it('refuses a replacement that is no text', () => {
  expect(() => createScrubber({ replacement: 7 as never })).toThrow(/replacement: write a string/);
  expect(() => createScrubber({ replacement: () => 7 as never })).toThrow(
    /replacement: the function has to return a string/,
  );
});

it('never throws, whatever it is given, and whatever onWarning does', () => {
  const { scrub } = createScrubber({
    onWarning: () => {
      throw new Error('no');
    },
  });
  for (const value of [undefined, null, 7, {}, Symbol('x')]) {
    expect(scrub(value as never)).toBe(REDACTION_FAILED);
  }
});

it('warns on the console unless told otherwise', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  createScrubber({ customPatterns: [{ name: 'slow', pattern: /(a+)+/ }] });
  expect(warn).toHaveBeenCalledWith(
    expect.stringContaining('@botanu/pii: SLOW_PATTERN: the custom pattern slow'),
  );
  warn.mockRestore();
});
