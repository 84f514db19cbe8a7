import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { type Attributes, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  addCount,
  addExtras,
  addFlag,
  addNumber,
  addText,
  captureContent,
  type ExtraAttributes,
  getRuntime,
  TrackedCall,
} from '../src/authoring';

const SCOPE = { name: 'test', version: '1.0.0' };

class Query extends TrackedCall {
  endedAfterMs: number | undefined;

  constructor(attributes?: ExtraAttributes) {
    const written: Attributes = {};
    addExtras(written, 'botanu.data.', attributes);
    super({
      name: 'db.pg.select',
      kind: SpanKind.CLIENT,
      prefix: 'botanu.data.',
      scope: SCOPE,
      attributes: written,
    });
  }

  setRows(rows: number): this {
    const attributes: Attributes = {};
    addCount(attributes, 'botanu.data.rows_returned', rows, 'Query.setRows()');
    return this.write(attributes);
  }

  setContent(text: string): this {
    captureContent(this.span, 'botanu.eval.retrieval_content', text, { maxChars: 3 });
    return this;
  }

  protected override onEnd(durationMs: number): void {
    this.endedAfterMs = durationMs;
    this.write({ 'botanu.data.duration_ms': durationMs });
  }
}

const { warningCounts } = getRuntime();
const refusals = (): number => warningCounts.get('BOTANU_INVALID_ARGUMENT') ?? 0;

describe.each(SDK_LINES)('a tracked call, with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start();
  });
  afterEach(() => tracing.stop());
  const span = () => tracing.spanNamed('db.pg.select');

  it('runs a function in its span, and measures it', async () => {
    const query = new Query();
    const rows = await query.run(async (call) => {
      call.setRows(2);
      return ['a', 'b'];
    });
    expect(rows).toEqual(['a', 'b']);
    expect(span().kind).toBe(SpanKind.CLIENT);
    expect(span().attributes).toEqual({
      'botanu.data.rows_returned': 2,
      'botanu.data.duration_ms': query.endedAfterMs,
    });
    expect(query.endedAfterMs).toBeGreaterThanOrEqual(0);
  });

  it('writes the class of an error, and nothing of its message', () => {
    const error = new RangeError('customer acme');
    expect(() =>
      new Query().run(() => {
        throw error;
      }),
    ).toThrow(error);
    expect(span().attributes['error.type']).toBe('RangeError');
    expect(span().status).toEqual({ code: SpanStatusCode.ERROR });
    expect(JSON.stringify(span())).not.toContain('acme');
  });

  it('keeps an error that was set, where the function goes on', async () => {
    await new Query().run(async (call) => call.setError(new TypeError('no')));
    expect(span().attributes['error.type']).toBe('TypeError');
    expect(span().status.code).toBe(SpanStatusCode.ERROR);
  });

  it('is a scope for code without a callback', () => {
    const scope = new Query().toManualScope(() => false);
    expect(scope.with(() => scope.call.setRows(1))).toBe(scope.call);
    scope.end();
    scope.end();
    expect(span().attributes['botanu.data.rows_returned']).toBe(1);
    expect(span().status.code).toBe(SpanStatusCode.UNSET);
  });

  it('fails where it is disposed of unfinished, not where it is known to have gone well', () => {
    {
      using _failed = new Query().toManualScope(() => false);
    }
    expect(tracing.endedSpans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
    {
      using _finished = new Query().toManualScope(() => true);
    }
    expect(tracing.endedSpans()[1]?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('stays open while it is held, but not where the function fails', () => {
    const query = new Query();
    const release = query.run((call) => call.hold());
    expect(tracing.endedSpans()).toEqual([]);
    release();
    release();
    expect(tracing.endedSpans()).toHaveLength(1);
    expect(() =>
      new Query().run((call) => {
        call.hold();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(tracing.endedSpans()).toHaveLength(2);
  });

  it('gives extra attributes its prefix, unless they have one', () => {
    new Query({ tier: 'hot', 'botanu.team': 'emea', 'gen_ai.agent.name': 'desk', none: undefined })
      .addMetadata({ pages: 2, filter: { id: 1 }, big: 10n, gone: null })
      .scope.end({ isError: false });
    expect(span().attributes).toMatchObject({
      'botanu.data.tier': 'hot',
      'botanu.team': 'emea',
      'gen_ai.agent.name': 'desk',
      'botanu.data.pages': 2,
      'botanu.data.filter': '{"id":1}',
      'botanu.data.big': '10',
    });
    expect(Object.keys(span().attributes)).not.toContain('botanu.data.gone');
  });

  it('leaves out an extra attribute that cannot be read, with a warning, and keeps the others', () => {
    const before = refusals();
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const hostile = Object.defineProperty({ ok: 1, cycle }, 'thrower', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    new Query().addMetadata(hostile).scope.end({ isError: false });
    expect(span().attributes).toMatchObject({ 'botanu.data.ok': 1 });
    expect(refusals()).toBe(before + 2);
  });

  it('writes content through the installed policy alone', () => {
    const captured: unknown[] = [];
    new Query().setContent('secret').scope.end({ isError: false });
    expect(span().attributes['botanu.eval.retrieval_content']).toBeUndefined();
    getRuntime().capture = {
      capture: (target: Span, key, value, options) =>
        captured.push(target.isRecording(), key, value, options),
      scrub: (text) => text,
    };
    new Query().setContent('secret').scope.end({ isError: false });
    getRuntime().capture = {
      scrub: (text) => text,
      capture: () => {
        throw new Error('no');
      },
    };
    expect(() => new Query().setContent('secret')).not.toThrow();
    getRuntime().capture = undefined;
    expect(captured).toEqual([true, 'botanu.eval.retrieval_content', 'secret', { maxChars: 3 }]);
  });
});

describe('values of attributes', () => {
  it('a count of zero is not written, one that is none is refused with a warning', () => {
    const attributes: Attributes = {};
    const before = refusals();
    addCount(attributes, 'zero', 0, 'test.zero');
    addCount(attributes, 'absent', undefined, 'test.absent');
    addCount(attributes, 'null', null, 'test.null');
    addCount(attributes, 'some', 2.5, 'test.some');
    expect(refusals()).toBe(before);
    for (const refused of [-1, Number.NaN, Number.POSITIVE_INFINITY, '7', {}]) {
      addCount(attributes, 'refused', refused, 'test.refused');
    }
    expect(refusals()).toBe(before + 5);
    expect(attributes).toEqual({ some: 2.5 });
  });

  it('a number, a text and a flag are written where they are one', () => {
    const attributes: Attributes = {};
    addNumber(attributes, 'temperature', 0);
    addNumber(attributes, 'penalty', -0.5);
    addNumber(attributes, 'nan', Number.NaN);
    addText(attributes, 'text', 'a\uD800');
    addText(attributes, 'empty', '');
    addText(attributes, 'number', 7);
    addFlag(attributes, 'flag', false);
    addFlag(attributes, 'word', 'yes');
    expect(attributes).toEqual({ temperature: 0, penalty: -0.5, text: 'a\uFFFD', flag: false });
  });
});
