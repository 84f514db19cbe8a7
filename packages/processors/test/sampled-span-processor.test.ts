import { getRuntime } from '@botanu/core/authoring';
import { type Context, diag, ROOT_CONTEXT, SamplingDecision, trace } from '@opentelemetry/api';
import * as latest from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import * as oldest from 'sdk-trace-base-1';
import { SampledSpanProcessor, type TraceSampler } from '../src';

/** Writes down what it is handed. */
class Recorder {
  readonly calls: string[] = [];
  readonly names = new Set<string>();

  onStart(span: latest.Span, _context: Context): void {
    this.calls.push(`start ${(span as unknown as { name: string }).name}`);
  }

  onEnding(span: latest.Span): void {
    this.calls.push(`ending ${(span as unknown as { name: string }).name}`);
  }

  onEnd(span: latest.ReadableSpan): void {
    this.calls.push(`end ${span.name}`);
    this.names.add(span.name);
  }

  forceFlush(): Promise<void> {
    this.calls.push('flush');
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.calls.push('shutdown');
    return Promise.resolve();
  }
}

const spanOf = (traceId: string, name = traceId) => ({ name, spanContext: () => ({ traceId }) });

function keeps(processor: SampledSpanProcessor, recorder: Recorder, traceId: string): boolean {
  recorder.names.clear();
  processor.onEnd(spanOf(traceId));
  return recorder.names.has(traceId);
}

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((c) => c.join(''));

/** Also ids that fold to the ends of the range, where an off-by-one would show, and ids that are no ids. */
const traceIds = fc.oneof(
  { weight: 8, arbitrary: hex(32) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0', '1', 'e', 'f').map((last) => `ffffffff${'0'.repeat(23)}${last}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('0'.repeat(32), '', 'xyz', '1'.repeat(31)) },
);
const ratios = fc.oneof(
  fc.constantFrom(0, 0.01, 0.1, 0.5),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
);

describe.each([
  ['1.30', (ratio: number) => new oldest.TraceIdRatioBasedSampler(ratio) as TraceSampler],
  ['2.12', (ratio: number) => new latest.TraceIdRatioBasedSampler(ratio) as TraceSampler],
])('a ratio, beside TraceIdRatioBasedSampler of OpenTelemetry %s', (_, createSampler) => {
  it('decides alike, for every ratio and every trace id', () => {
    fc.assert(
      fc.property(ratios, traceIds, (ratio, traceId) => {
        const recorder = new Recorder();
        const { decision } = createSampler(ratio).shouldSample(ROOT_CONTEXT, traceId, '', 0, {}, []);
        expect(keeps(new SampledSpanProcessor(recorder, ratio), recorder, traceId)).toBe(
          decision === SamplingDecision.RECORD_AND_SAMPLED,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('as a sampler decides alike, too', () => {
    fc.assert(
      fc.property(ratios, traceIds, (ratio, traceId) => {
        const recorder = new Recorder();
        const bySampler = new SampledSpanProcessor(recorder, createSampler(ratio));
        const isKept = keeps(bySampler, recorder, traceId);
        expect(isKept).toBe(keeps(new SampledSpanProcessor(recorder, ratio), recorder, traceId));
      }),
      { numRuns: 500 },
    );
  });
});

it('keeps everything with ratio 1, as OpenTelemetry 2.12 does', () => {
  const recorder = new Recorder();
  const traceId = `ffffffff${'0'.repeat(24)}`;
  expect(keeps(new SampledSpanProcessor(recorder, 1), recorder, traceId)).toBe(true);
  expect(new latest.TraceIdRatioBasedSampler(1).shouldSample(ROOT_CONTEXT, traceId).decision).toBe(
    SamplingDecision.RECORD_AND_SAMPLED,
  );
});

describe('SampledSpanProcessor', () => {
  it('hands on start, ending and end of whole traces, and flush and shutdown', async () => {
    const recorder = new Recorder();
    const all = new Recorder();
    const provider = new latest.BasicTracerProvider({
      spanProcessors: [all, new SampledSpanProcessor(recorder, 0.5)],
    });
    const tracer = provider.getTracer('t');
    for (let index = 0; index < 100; index += 1) {
      const root = tracer.startSpan(`root ${index}`, {}, ROOT_CONTEXT);
      tracer.startSpan(`child ${index}`, {}, trace.setSpan(ROOT_CONTEXT, root)).end();
      root.end();
    }
    await provider.forceFlush();
    await provider.shutdown();
    expect(all.names.size).toBe(200);
    const roots = [...recorder.names].filter((name) => name.startsWith('root'));
    expect(roots.length).toBeGreaterThan(20);
    expect(roots.length).toBeLessThan(80);
    const expected = roots.flatMap((root) => {
      const child = root.replace('root', 'child');
      return [
        `start ${root}`,
        `start ${child}`,
        `ending ${child}`,
        `end ${child}`,
        `ending ${root}`,
        `end ${root}`,
      ];
    });
    expect(recorder.calls).toEqual([...expected, 'flush', 'shutdown']);
  });

  it('asks a sampler once for each trace, and remembers 10,000 of them', () => {
    const asked: string[] = [];
    const sampler: TraceSampler = {
      shouldSample: (_, traceId) => {
        asked.push(traceId);
        return {
          decision: asked.length % 2 === 1 ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD,
        };
      },
    };
    const recorder = new Recorder();
    const processor = new SampledSpanProcessor(recorder, sampler);
    processor.onStart(spanOf('a'), ROOT_CONTEXT);
    processor.onEnding(spanOf('a'));
    processor.onEnd(spanOf('a'));
    processor.onEnd(spanOf('b'));
    expect([asked, recorder.calls]).toEqual([
      ['a', 'b'],
      ['start a', 'ending a', 'end a'],
    ]);
    for (let index = 0; index < 10_000; index += 1) {
      processor.onEnd(spanOf(String(index)));
    }
    processor.onEnd(spanOf('9999'));
    expect(asked).toHaveLength(10_002);
    processor.onEnd(spanOf('a'));
    expect(asked).toHaveLength(10_003);
  });

  it('loses the traces of a sampler that throws, and says so once', () => {
    getRuntime().warned.clear();
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => lines.push(line);
    diag.setLogger({ error: write, warn: write, info: write, debug: () => {}, verbose: () => {} });
    const recorder = new Recorder();
    const processor = new SampledSpanProcessor(recorder, {
      shouldSample: () => {
        throw new Error('no');
      },
    });
    processor.onEnd(spanOf('a'));
    processor.onEnd(spanOf('b'));
    diag.disable();
    expect(recorder.calls).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  it.each([-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the ratio %p', (ratio) => {
    expect(() => new SampledSpanProcessor(new Recorder(), ratio)).toThrow(RangeError);
    expect(() => new SampledSpanProcessor(new Recorder(), ratio)).toThrow(/from 0 to 1/);
  });

  it('refuses what is no sampler and no processor', () => {
    expect(() => new SampledSpanProcessor(new Recorder(), '0.1' as never)).toThrow(TypeError);
    expect(() => new SampledSpanProcessor(undefined as never, 0.1)).toThrow(TypeError);
  });
});
