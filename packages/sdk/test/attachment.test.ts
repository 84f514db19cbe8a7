import { RunContext } from '@botanu/core';
import { contextWithRun } from '@botanu/core/authoring';
import { context, SamplingDecision, type Span, TraceFlags, type Tracer, trace } from '@opentelemetry/api';
import type { ReadableSpan, Sampler } from '@opentelemetry/sdk-trace-base';
import { Attachment } from '../src/attachment';
import { ContentStore } from '../src/content-store';
import type { ExportTailOptions } from '../src/export-tail';
import { createResourceMerger } from '../src/merged-resource';
import { type KnownProvider, recogniseProvider } from '../src/provider-shape';
import { HOST_LINES, type HostProvider, RecordingProcessor } from './host-providers';

const RUN = RunContext.create({ eventId: 'e1', customerId: 'c1', workflow: 'w1', environment: 'test' });
const IN_RUN = contextWithRun(context.active(), RUN);
const NEVER: Sampler = {
  shouldSample: () => ({ decision: SamplingDecision.NOT_RECORD }),
  toString: () => 'Never',
};

function known(provider: HostProvider): KnownProvider {
  const result = recogniseProvider(provider);
  if (result === undefined) {
    throw new Error('the provider was not recognised');
  }
  return result;
}

function join(provider: HostProvider, options: Partial<ExportTailOptions> = {}) {
  const ours = new RecordingProcessor();
  const attachment = new Attachment(known(provider), {
    exporting: ours,
    content: new ContentStore(),
    exportScope: 'all',
    enrichExisting: true,
    inferResourceCost: true,
    mergeResource: createResourceMerger({ 'telemetry.distro.name': 'ours' }),
    ...options,
  });
  return { attachment, ours };
}

const names = (processor: RecordingProcessor): string[] => processor.ended.map((span) => span.name);

function spans(tracer: Tracer, ...spanNames: string[]): Span[] {
  return spanNames.map((name) => {
    const span = tracer.startSpan(name, { attributes: { size: 1 } }, IN_RUN);
    span.setAttribute('late', true);
    span.end();
    return span;
  });
}

describe.each(HOST_LINES)(
  'joining a provider of $name',
  ({ create, hasOnEnding, ratioSampler, parentBased }) => {
    it('hands the host exactly the spans that its sampler chose, and us all of them', () => {
      const dropsOdd: Sampler = {
        shouldSample: (_, __, name) => ({
          decision: name.startsWith('odd')
            ? SamplingDecision.NOT_RECORD
            : SamplingDecision.RECORD_AND_SAMPLED,
        }),
        toString: () => 'DropsOdd',
      };
      const theirs = new RecordingProcessor();
      const provider = create([theirs], dropsOdd);
      const early = provider.getTracer('early');
      const { attachment, ours } = join(provider);
      const [even, odd] = spans(early, 'even', 'odd');
      spans(provider.getTracer('late'), 'even 2', 'odd 2');

      expect(names(theirs)).toEqual(['even', 'even 2']);
      const callsOf = (name: string) => [
        `start ${name}`,
        ...(hasOnEnding ? [`ending ${name}`] : []),
        `end ${name}`,
      ];
      expect(theirs.calls).toEqual([...callsOf('even'), ...callsOf('even 2')]);
      expect(names(ours)).toEqual(['even', 'odd', 'even 2', 'odd 2']);
      expect(even?.spanContext().traceFlags).toBe(TraceFlags.SAMPLED);
      expect(odd?.spanContext().traceFlags).toBe(TraceFlags.NONE);
      expect(String(attachment.hostSampler)).toBe('DropsOdd');
    });

    it('exports a view: sampled, with our resource over theirs, under the names of OpenTelemetry 2', () => {
      const provider = create([], NEVER);
      const { ours } = join(provider);
      const tracer = provider.getTracer('lib', '1.2.3');
      const parent = tracer.startSpan('parent', {}, IN_RUN);
      tracer.startSpan('child', {}, trace.setSpan(IN_RUN, parent)).end();
      const view = ours.ended[0] as ReadableSpan;
      expect(view.spanContext().traceFlags).toBe(TraceFlags.SAMPLED);
      expect(view.spanContext().traceId).toBe(parent.spanContext().traceId);
      expect(view.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
      expect(view.instrumentationScope).toMatchObject({ name: 'lib', version: '1.2.3' });
      expect(view.attributes).toMatchObject({ 'botanu.run_id': RUN.runId, 'botanu.customer_id': 'c1' });
      expect(view.resource.attributes).toMatchObject({ 'telemetry.distro.name': 'ours' });
      expect(view.resource.attributes['telemetry.sdk.language']).toBe('nodejs');
      expect(view).toMatchObject({ name: 'child', ended: true, droppedAttributesCount: 0 });
      expect(view.duration[0] + view.duration[1]).toBeGreaterThan(0);
    });

    it('keeps the decisions of ratio and parent based samplers for children', () => {
      const theirs = new RecordingProcessor();
      const provider = create([theirs], parentBased(ratioSampler(0.5)));
      const plain = new RecordingProcessor();
      const same = create([plain], parentBased(ratioSampler(0.5)));
      const { ours } = join(provider);
      const tracer = provider.getTracer('t');
      const sameTracer = same.getTracer('t');
      for (let index = 0; index < 200; index += 1) {
        const root = tracer.startSpan(`root ${index}`, {}, IN_RUN);
        const child = tracer.startSpan(`child ${index}`, {}, trace.setSpan(IN_RUN, root));
        child.end();
        root.end();
        const remote = trace.setSpanContext(context.active(), { ...root.spanContext(), isRemote: true });
        sameTracer.startSpan(`root ${index}`, {}, remote).end();
      }
      const rootNames = (processor: RecordingProcessor) =>
        names(processor).filter((name) => name.startsWith('root'));
      expect(ours.ended).toHaveLength(400);
      expect(theirs.ended.length).toBeGreaterThan(40);
      expect(theirs.ended.length).toBeLessThan(360);
      // Downstream, a provider that follows its parent keeps the same traces.
      expect(rootNames(plain)).toEqual(rootNames(theirs));
    });

    it('upgrades only what is inside a run with exportScope "runs"', () => {
      const provider = create([], NEVER);
      const { ours } = join(provider, { exportScope: 'runs' });
      const tracer = provider.getTracer('t');
      const outside = tracer.startSpan('outside', {}, context.active());
      expect(outside.isRecording()).toBe(false);
      outside.end();
      spans(tracer, 'inside');
      expect(names(ours)).toEqual(['inside']);
    });

    it('exports no sampled span outside a run with exportScope "runs"', () => {
      const theirs = new RecordingProcessor();
      const provider = create([theirs]);
      const { ours } = join(provider, { exportScope: 'runs' });
      provider.getTracer('t').startSpan('outside', {}, context.active()).end();
      expect([names(theirs), names(ours)]).toEqual([['outside'], []]);
    });

    it('shows the host no run context with enrichExisting: false, and hands it the very span', () => {
      const theirs = new RecordingProcessor();
      const provider = create([theirs]);
      const { ours } = join(provider, { enrichExisting: false });
      const tracer = provider.getTracer('t');
      const [span] = spans(tracer, 'plain');
      tracer.startSpan('run', { attributes: { ...RUN.toSpanAttributes(), mine: 1 } }, IN_RUN).end();
      expect(theirs.ended[0]).toBe(span);
      expect(theirs.ended[0]?.attributes).toEqual({ size: 1, late: true });
      const keys = Object.keys(theirs.ended[1]?.attributes ?? {});
      expect(keys).toEqual(['botanu.run.start_time', 'mine']);
      expect(theirs.ended[1]?.name).toBe('run');
      expect(theirs.ended[1]?.spanContext().traceId).toHaveLength(32);
      expect(ours.ended.map((view) => view.attributes['botanu.run_id'])).toEqual([RUN.runId, RUN.runId]);
    });

    it('gates a processor that the host adds later, and stays in', () => {
      const theirs = new RecordingProcessor();
      const added = new RecordingProcessor();
      const provider = create([theirs], NEVER);
      const { ours, attachment } = join(provider);
      addProcessor(provider, added);
      spans(provider.getTracer('t'), 'dropped');
      expect([names(theirs), names(added), names(ours)]).toEqual([[], [], ['dropped']]);
      attachment.release();
      expect(listOf(provider)).toEqual([theirs, added]);
    });

    it('hands the end of a living span to a processor that was added since, as before', () => {
      const added = new RecordingProcessor();
      const addedAlone = new RecordingProcessor();
      const [provider, alone] = [create([new RecordingProcessor()]), create([new RecordingProcessor()])];
      join(provider);
      const [living, livingAlone] = [provider, alone].map((one) =>
        one.getTracer('t').startSpan('living', {}, IN_RUN),
      );
      addProcessor(provider, added);
      addProcessor(alone, addedAlone);
      living?.end();
      livingAlone?.end();
      expect(added.calls).toEqual(addedAlone.calls);
      expect(added.calls).toContain('end living');
    });

    it('takes everything back out: the list, the sampler, the tracers', () => {
      const theirs = new RecordingProcessor();
      const provider = create([theirs], NEVER);
      const before = provider.getTracer('before');
      const listBefore = listOf(provider);
      const samplersBefore = samplersOf(provider);
      const { ours, attachment } = join(provider);
      const during = provider.getTracer('during');
      expect(listOf(provider)).not.toBe(listBefore);
      attachment.release();
      attachment.release();
      expect(listOf(provider)).toBe(listBefore);
      expect(listOf(provider)).toEqual([theirs]);
      expect(samplersOf(provider).slice(0, samplersBefore.length)).toEqual(samplersBefore);
      for (const sampler of samplersOf(provider)) {
        expect(sampler).toBe(NEVER);
      }
      spans(before, 'a');
      spans(during, 'b');
      expect([names(theirs), names(ours)]).toEqual([[], []]);
    });

    it('leaves the sampler itself alone, which other providers may share', () => {
      const shared = Object.freeze({ ...NEVER });
      const [theirs, others] = [new RecordingProcessor(), new RecordingProcessor()];
      const [provider, other] = [create([theirs], shared), create([others], shared)];
      const { ours } = join(provider);
      spans(provider.getTracer('t'), 'joined');
      const [span] = spans(other.getTracer('t'), 'other');
      expect([names(ours), names(theirs), names(others)]).toEqual([['joined'], [], []]);
      expect(span?.isRecording()).toBe(false);
      expect(samplersOf(other).every((sampler) => sampler === shared)).toBe(true);
    });

    it('keeps the gates until the last upgraded span has ended', () => {
      const theirs = new RecordingProcessor();
      const provider = create([theirs], NEVER);
      const listBefore = listOf(provider);
      const { attachment } = join(provider);
      const span = provider.getTracer('t').startSpan('upgraded', {}, IN_RUN);
      attachment.release();
      expect(listOf(provider)).not.toBe(listBefore);
      span.end();
      expect(theirs.calls).toEqual([]);
      expect(listOf(provider)).toBe(listBefore);
    });

    it('lets a sampler that throws throw, and gives a span to us although the processor of the host throws', () => {
      const broken: Sampler = {
        shouldSample: () => {
          throw new Error('sampler');
        },
        toString: () => 'Broken',
      };
      const { ours: none } = join(create([], broken));
      const brokenProvider = create([], broken);
      join(brokenProvider);
      expect(() => brokenProvider.getTracer('t').startSpan('a')).toThrow('sampler');
      expect(none.calls).toEqual([]);

      const throwing = new RecordingProcessor();
      throwing.onEnd = () => {
        throw new Error('processor');
      };
      const provider = create([throwing]);
      const { ours } = join(provider);
      const span = provider.getTracer('t').startSpan('b', {}, IN_RUN);
      expect(() => span.end()).toThrow('processor');
      expect(names(ours)).toEqual(['b']);
    });

    it('neither delays nor fails the flush and the shutdown of the host', async () => {
      const theirs = new RecordingProcessor();
      const provider = create([theirs]);
      const hung = new RecordingProcessor();
      hung.forceFlush = () => new Promise(() => {});
      hung.shutdown = () => Promise.reject(new Error('ours'));
      const sendSoon = jest.fn();
      join(provider, { exporting: Object.assign(hung, { sendSoon }) });
      await provider.forceFlush();
      await provider.shutdown();
      expect(sendSoon).toHaveBeenCalled();
      expect([theirs.flushCount, theirs.shutdownCount, hung.shutdownCount]).toEqual([1, 1, 0]);
    });

    it('reports what the flush of the host fails with', async () => {
      const theirs = new RecordingProcessor();
      const error = new Error('theirs');
      theirs.forceFlush = () => Promise.reject(error);
      const provider = create([theirs]);
      join(provider);
      await expect(provider.forceFlush()).rejects.toEqual([error]);
    });
  },
);

describe('OpenTelemetry 1.30 without processors', () => {
  const [oldest] = HOST_LINES;

  it('is joined, and the first processor that the host adds is gated', () => {
    const provider = (oldest as (typeof HOST_LINES)[number]).create([], NEVER);
    const active = (provider as unknown as { activeSpanProcessor: object }).activeSpanProcessor;
    const { ours, attachment } = join(provider);
    spans(provider.getTracer('t'), 'first');
    const added = new RecordingProcessor();
    addProcessor(provider, added);
    spans(provider.getTracer('t'), 'second');
    expect([names(ours), names(added)]).toEqual([['first', 'second'], []]);
    attachment.release();
    expect(listOf(provider)).toEqual([added]);
    const untouched = (oldest as (typeof HOST_LINES)[number]).create([]);
    const second = join(untouched).attachment;
    second.release();
    expect((untouched as unknown as { activeSpanProcessor: object }).activeSpanProcessor.constructor).toBe(
      active.constructor,
    );
  });
});

describe('a provider whose inside is unknown', () => {
  it('is not recognised', () => {
    const provider = { getTracer: () => trace.getTracer('x') };
    expect(recogniseProvider(provider)).toBeUndefined();
    expect(
      recogniseProvider({
        ...provider,
        _tracers: new Map(),
        _activeSpanProcessor: { _spanProcessors: [] },
      } as never),
    ).toBeUndefined();
  });
});

interface Inside {
  readonly _activeSpanProcessor?: { _spanProcessors: object[] };
  readonly activeSpanProcessor?: { _spanProcessors: object[] };
  readonly _tracerOptions?: { sampler: object };
  readonly _config?: { sampler: object };
  readonly _tracers: Map<string, { _sampler: object }>;
  addSpanProcessor?(processor: object): void;
}

const inside = (provider: HostProvider): Inside => provider as unknown as Inside;

function listOf(provider: HostProvider): object[] | undefined {
  const { _activeSpanProcessor, activeSpanProcessor } = inside(provider);
  return (_activeSpanProcessor ?? activeSpanProcessor)?._spanProcessors;
}

function samplersOf(provider: HostProvider): (object | undefined)[] {
  const { _tracerOptions, _config, _tracers } = inside(provider);
  return [(_tracerOptions ?? _config)?.sampler, ...[..._tracers.values()].map((tracer) => tracer._sampler)];
}

/** 1.x has a method for it; in 2.x, packages push into the list. */
function addProcessor(provider: HostProvider, processor: RecordingProcessor): void {
  if (inside(provider).addSpanProcessor === undefined) {
    listOf(provider)?.push(processor);
  } else {
    inside(provider).addSpanProcessor?.(processor);
  }
}
