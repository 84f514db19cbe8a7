import { event } from '@botanu/core';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { type Attributes, context, type Span, trace } from '@opentelemetry/api';
import { RunContextEnricher, UsageElection } from '../src';

const used = (input: number, output: number, id?: string): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
  ...(id === undefined ? {} : { 'gen_ai.response.id': id }),
});

describe.each(SDK_LINES)('the election of who bears a usage, with $name', ({ start }) => {
  let tracing: TestTracing;
  beforeEach(() => {
    tracing = start({ processors: [new RunContextEnricher(), new UsageElection()] });
  });
  afterEach(() => tracing.stop());

  const open = (name: string, parent?: Span): Span =>
    trace
      .getTracer('app')
      .startSpan(name, {}, parent === undefined ? context.active() : trace.setSpan(context.active(), parent));
  const close = (span: Span, attributes: Attributes = {}): void => {
    span.setAttributes(attributes);
    span.end();
  };
  const verdict = (name: string): unknown[] => {
    const { attributes } = tracing.spanNamed(name);
    return [attributes['botanu.usage.bearing'], attributes['botanu.usage.elected_by']];
  };
  /** What a bill would add up. */
  const borneTokens = (): number =>
    tracing
      .endedSpans()
      .filter(({ attributes }) => attributes['botanu.usage.bearing'] === true)
      .reduce((total, { attributes }) => total + Number(attributes['gen_ai.usage.input_tokens'] ?? 0), 0);

  it('the first ended span of a response bears it, its twin does not', () => {
    const outer = open('outer');
    const inner = open('inner', outer);
    close(inner, used(10, 5, 'r1'));
    close(outer, used(10, 5, 'r1'));
    expect(verdict('inner')).toEqual([true, 'first_of_response']);
    expect(verdict('outer')).toEqual([false, 'same_response']);
  });

  it('twins are found beside each other, too', () => {
    const agent = open('agent');
    close(open('one', agent), used(10, 5, 'r1'));
    close(open('two', agent), used(10, 5, 'r1'));
    expect(verdict('two')).toEqual([false, 'same_response']);
  });

  it.each(['invoke_agent', 'invoke_workflow', 'agent_step'])(
    '%s repeats the sum of its children',
    (operation) => {
      const agent = open('agent');
      const step = open('step', agent);
      close(open('first', step), used(10, 5, 'r1'));
      close(open('second', step), used(20, 7, 'r2'));
      close(step);
      close(agent, { ...used(30, 12), 'gen_ai.operation.name': operation });
      expect(verdict('agent')).toEqual([false, 'sum_of_children']);
      expect(tracing.spanNamed('step').attributes['botanu.usage.bearing']).toBeUndefined();
      expect(borneTokens()).toBe(30);
    },
  );

  it('an agent whose children report nothing bears its usage itself', () => {
    const agent = open('agent');
    close(open('child', agent), { 'gen_ai.operation.name': 'chat' });
    close(agent, { ...used(30, 12), 'gen_ai.operation.name': 'invoke_agent' });
    expect(verdict('agent')).toEqual([true, 'only_report']);
  });

  it('agents in agents count once', () => {
    const outer = open('outer');
    const inner = open('inner', outer);
    close(open('call', inner), used(10, 5, 'r1'));
    close(inner, { ...used(10, 5), 'gen_ai.operation.name': 'invoke_agent' });
    close(open('other', outer), used(1, 1, 'r2'));
    close(outer, { ...used(11, 6), 'gen_ai.operation.name': 'invoke_agent' });
    expect(borneTokens()).toBe(11);
  });

  it('a parent that names no response and reports the same tokens is a twin, whatever its spelling', () => {
    const outer = open('outer');
    close(open('inner', outer), { 'llm.token_count.prompt': 10, 'llm.token_count.completion': 5 });
    close(outer, used(10, 5, 'r1'));
    expect(verdict('inner')).toEqual([true, 'only_report']);
    expect(verdict('outer')).toEqual([false, 'sum_of_children']);
  });

  it('a twin may count cached tokens beside its input', () => {
    const outer = open('outer');
    close(open('inner', outer), { ...used(10, 5), 'gen_ai.usage.cache_read_input_tokens': 90 });
    close(outer, { ...used(100, 5), 'gen_ai.usage.cache_read.input_tokens': 90 });
    expect(verdict('outer')).toEqual([false, 'sum_of_children']);
  });

  it('a parent that ends before its child, which reads the stream', () => {
    const outer = open('outer');
    const inner = open('inner', outer);
    close(outer, used(10, 5, 'r1'));
    close(inner, used(10, 5));
    expect(verdict('outer')).toEqual([true, 'first_of_response']);
    expect(verdict('inner')).toEqual([false, 'same_usage']);
  });

  it('two calls that happen to use the same are two calls', () => {
    close(open('one'), used(10, 5, 'r1'));
    close(open('two'), used(10, 5, 'r2'));
    close(open('three'), used(10, 5));
    expect(borneTokens()).toBe(30);
  });

  it('a call inside a call, with a response of its own, is a call', () => {
    const outer = open('outer');
    close(open('inner', outer), used(10, 5, 'r1'));
    close(outer, used(99, 9, 'r2'));
    expect(borneTokens()).toBe(109);
  });

  it('runs are apart, also where they share a trace', () => {
    const root = open('root');
    context.with(trace.setSpan(context.active(), root), () => {
      for (const eventId of ['a', 'b']) {
        event({ eventId, customerId: 'acme', workflow: 'W' }, () => close(open(eventId), used(1, 1, 'same')));
      }
    });
    expect(verdict('a')).toEqual([true, 'first_of_response']);
    expect(verdict('b')).toEqual([true, 'first_of_response']);
  });

  it('outside of runs, twins may begin a trace each', () => {
    close(open('one'), used(10, 5, 'r1'));
    close(open('two'), used(10, 5, 'r1'));
    expect(verdict('two')).toEqual([false, 'same_response']);
  });

  it('a span without usage is left alone', () => {
    close(open('http'), { 'http.request.method': 'GET' });
    expect(tracing.spanNamed('http').attributes).toEqual({ 'http.request.method': 'GET' });
  });
});

it('never throws', () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
    },
  );
  expect(() => new UsageElection().onEnd(hostile as never)).not.toThrow();
});

it('remembers a bounded amount', () => {
  const election = new UsageElection({ maxRuns: 2, maxSpansPerRun: 3 });
  const elect = (run: number, id: string): unknown => {
    const attributes: Attributes = { ...used(1, 1, id), 'botanu.run_id': `run-${run}` };
    election.onEnd({
      attributes,
      parentSpanContext: { spanId: `parent-${id}` },
      spanContext: () => ({ traceId: 't', spanId: `${run}-${id}`, traceFlags: 1 }),
    });
    return attributes['botanu.usage.bearing'];
  };
  expect(['a', 'b', 'c', 'd'].map((id) => elect(1, id))).toEqual([true, true, true, true]);
  expect(elect(1, 'd')).toBe(false);
  // Forgotten: three responses of a run are remembered.
  expect(elect(1, 'a')).toBe(true);
  elect(2, 'a');
  elect(3, 'a');
  expect(elect(1, 'd')).toBe(true);
});
