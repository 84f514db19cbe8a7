import type { CaseReport } from '../src/types';
import { verifyBehaviour, verifySpans } from '../src/verify';

const bill = {
  uncachedInputTokens: 37,
  cacheReadTokens: 1031,
  cacheWriteTokens: 257,
  cacheWriteOneHourTokens: 521,
  outputTokens: 12,
  reasoningTokens: 61,
};

const attributes = {
  'gen_ai.response.id': 'msg_1',
  'botanu.vendor.request_id': 'msg_1',
  'gen_ai.usage.input_tokens': 1846,
  'gen_ai.usage.output_tokens': 73,
  'gen_ai.usage.cache_read.input_tokens': 1031,
  'gen_ai.usage.cache_write.input_tokens': 778,
  'botanu.usage.cache_write_1h_tokens': 521,
  'gen_ai.usage.reasoning.output_tokens': 61,
};

const right: CaseReport = {
  api: 'messages.create',
  name: 'cached',
  mode: 'wrapped',
  tellsInputFirst: true,
  seen: { value: { text: 'On its way.' } },
  requests: [{ method: 'POST', path: '/v1/messages', query: '', headers: {}, body: {} }],
  billed: [{ responseId: 'msg_1', model: 'm', status: 200, isStreamed: false, isComplete: true, bill }],
  spans: [{ name: 'chat m', scope: 'test', attributes, isError: false, isEnded: true }],
  warnings: [],
};

function withAttributes(changes: Record<string, unknown>): CaseReport {
  const [span] = right.spans as [CaseReport['spans'][number]];
  return { ...right, spans: [{ ...span, attributes: { ...attributes, ...changes } }] };
}

it('finds nothing where the span has what was billed', () => {
  expect(verifySpans(right)).toEqual([]);
  expect(verifyBehaviour(right, right)).toEqual([]);
});

it.each(Object.keys(attributes).filter((key) => key.endsWith('tokens')))('finds a wrong %s', (key) => {
  const count = attributes[key as keyof typeof attributes] as number;
  expect(verifySpans(withAttributes({ [key]: count + 1 }))).toHaveLength(1);
  expect(verifySpans(withAttributes({ [key]: undefined }))).toHaveLength(1);
});

it('lets an estimate be lower, where the client has left, and never higher', () => {
  const estimate = { 'botanu.usage.estimated': true, 'gen_ai.usage.output_tokens': 3 };
  expect(verifySpans(withAttributes(estimate))).toHaveLength(1);
  expect(verifySpans({ ...withAttributes(estimate), name: 'aborted' })).toEqual([]);
  const withoutInput = withAttributes({ ...estimate, 'gen_ai.usage.input_tokens': undefined });
  expect(verifySpans({ ...withoutInput, name: 'aborted' })).toHaveLength(1);
  const higher = withAttributes({ ...estimate, 'gen_ai.usage.output_tokens': 74 });
  expect(verifySpans({ ...higher, name: 'aborted' })).toEqual(['output: 74 instead of 73 at most']);
});

it('finds spans too many, too few, and open ones', () => {
  const [span] = right.spans as [CaseReport['spans'][number]];
  expect(verifySpans({ ...right, spans: [] })).toHaveLength(1);
  expect(verifySpans({ ...right, spans: [span, span] })).toHaveLength(1);
  expect(verifySpans({ ...right, spans: [{ ...span, isEnded: false }] })).toHaveLength(1);
});

it('finds what a program saw or sent otherwise', () => {
  expect(verifyBehaviour({ ...right, seen: { value: { text: '' } } }, right)).toEqual([
    'saw .value.text: "" instead of "On its way."',
  ]);
  expect(verifyBehaviour({ ...right, requests: [] }, right)).toHaveLength(1);
});
