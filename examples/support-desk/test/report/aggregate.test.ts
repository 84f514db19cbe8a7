import { calcPrice } from '@pydantic/genai-prices';
import { createReport } from '../../src/report/report';
import { makeDatabaseSpan, makeModelSpan, makeRunSpan, makeSpan, runAttributes, usage } from './make-spans';

const FIRST = { runId: 'run-1', eventId: 'T-2', customerId: 'acme' };
const SECOND = { runId: 'run-2', eventId: 'T-2', customerId: 'acme' };
const OTHER = { runId: 'run-3', eventId: 'T-10', customerId: 'beta' };

function priceOf(model: string, inputTokens: number, outputTokens: number): number {
  const price = calcPrice({ input_tokens: inputTokens, output_tokens: outputTokens }, model, {
    providerId: 'openai',
  });
  return price?.total_price ?? Number.NaN;
}

describe('createReport', () => {
  it('sums runs, attempts, spans, tokens and dollars up per event, customer and model', () => {
    const rejected = makeRunSpan(FIRST, { status: 'failure' });
    const accepted = makeRunSpan(SECOND, { attempt: 2 });
    const other = makeRunSpan(OTHER, { status: 'partial' });
    const { tables } = createReport([
      other,
      makeModelSpan(OTHER, other, usage(7, 3)),
      accepted,
      makeModelSpan(SECOND, accepted, { ...usage(100, 50), 'gen_ai.response.model': 'gpt-4.1-2025-04-14' }),
      rejected,
      makeModelSpan(FIRST, rejected, usage(1000, 10)),
      makeSpan('knowledge', 'GET', { parentSpanId: rejected.spanId, attributes: runAttributes(FIRST) }),
      makeDatabaseSpan(FIRST, rejected, { 'botanu.data.rows_returned': 3, 'botanu.bytes_transferred': 1413 }),
    ]);
    const small = priceOf('gpt-4o-mini', 1000, 10);
    const large = priceOf('gpt-4.1', 100, 50);
    const tiny = priceOf('gpt-4o-mini', 7, 3);

    expect(tables.events).toEqual([
      {
        eventId: 'T-2',
        customerId: 'acme',
        runs: 2,
        attempts: 2,
        spans: 6,
        databaseCalls: 1,
        rows: 3,
        bytes: 1413,
        modelCalls: 2,
        unpricedCalls: 0,
        inputTokens: 1100,
        outputTokens: 60,
        dollars: small + large,
        outcome: 'success',
      },
      expect.objectContaining({ eventId: 'T-10', runs: 1, attempts: 1, spans: 2, outcome: 'partial' }),
    ]);
    expect(tables.customers).toEqual([
      expect.objectContaining({ customerId: 'acme', events: 1, runs: 2, outcomes: { success: 1 } }),
      expect.objectContaining({ customerId: 'beta', events: 1, inputTokens: 7, outcomes: { partial: 1 } }),
    ]);
    expect(tables.models).toEqual([
      expect.objectContaining({ model: 'gpt-4.1-2025-04-14', modelCalls: 1, inputTokens: 100 }),
      expect.objectContaining({ model: 'gpt-4o-mini', modelCalls: 2, inputTokens: 1007, outputTokens: 13 }),
    ]);
    expect(tables.totals).toMatchObject({ events: 2, runs: 3, attempts: 3, spans: 8, inputTokens: 1107 });
    expect(tables.databases).toEqual([
      expect.objectContaining({ table: 'postgresql articles', databaseCalls: 1, rows: 3, bytes: 1413 }),
    ]);
    expect(tables.totals).toMatchObject({ databaseCalls: 1, rows: 3, bytes: 1413 });
    expect(tables.totals.dollars).toBeCloseTo(small + large + tiny, 12);
    expect(large).toBeGreaterThan(0);
  });

  it('counts a span once that an exporter sent twice', () => {
    const run = makeRunSpan(FIRST);
    const call = makeModelSpan(FIRST, run, usage(10, 5));
    const { tables } = createReport([run, call, { ...call }, { ...run }]);
    expect(tables.totals).toMatchObject({ runs: 1, spans: 2, inputTokens: 10 });
  });

  it('keeps apart events of the same id of two customers', () => {
    const { tables } = createReport([
      makeRunSpan(FIRST),
      makeRunSpan({ runId: 'run-9', eventId: FIRST.eventId, customerId: 'beta' }),
    ]);
    expect(tables.events.map(({ eventId, customerId, runs }) => [eventId, customerId, runs])).toEqual([
      ['T-2', 'acme', 1],
      ['T-2', 'beta', 1],
    ]);
  });

  it('counts a call without a known price, or without usage, as unknown and never as free', () => {
    const run = makeRunSpan(FIRST);
    const { tables } = createReport([
      run,
      makeModelSpan(FIRST, run, { ...usage(10, 5), 'gen_ai.response.model': 'my-own-model' }),
      makeModelSpan(FIRST, run),
    ]);
    expect(tables.events).toEqual([
      expect.objectContaining({ modelCalls: 2, unpricedCalls: 2, inputTokens: 10, dollars: 0 }),
    ]);
  });

  it('counts no call that failed before the model answered', () => {
    const run = makeRunSpan(FIRST, { status: 'failure' });
    const failed = makeModelSpan(FIRST, run, {}, { status: { code: 2, message: '' } });
    expect(createReport([run, failed]).tables.totals).toMatchObject({
      spans: 2,
      modelCalls: 0,
      unpricedCalls: 0,
    });
  });

  it('says unknown of a run that does not tell how it ended', () => {
    const run = { ...makeRunSpan(FIRST), events: [] };
    expect(createReport([run]).tables.events).toEqual([expect.objectContaining({ outcome: 'unknown' })]);
  });
});
