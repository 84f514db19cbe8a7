import { emitOutcome, event, getCurrentSpan, type RunContext, step } from '@botanu/core';
import { trackDbOperation } from '@botanu/data';
import { trackLlmCall, trackToolCall } from '@botanu/llm';
import { trace } from '@opentelemetry/api';

/** An application that hands a text to us in one of the ways that there are. */
export type ContentPoint = (text: unknown, eventId: string) => unknown;

const ticket = (eventId: string) => ({ eventId, customerId: 'acme', workflow: 'Support' });
const inRun = (fn: (value: unknown, run: RunContext) => unknown): ContentPoint => {
  return (value, eventId) => event(ticket(eventId), (run) => void fn(value, run));
};
const swallowing = (fn: () => unknown) => {
  try {
    return fn();
  } catch {
    // The error is the application's: here it is of no interest.
  }
};

const llm = { provider: 'openai', model: 'gpt-4o' };
const tool = { toolName: 'search' };
const query = { system: 'postgresql', operation: 'SELECT' };

/** Every place where we write what the application has said. */
export const contentPoints: Readonly<Record<string, ContentPoint>> = {
  'the result of an event': (value, eventId) => event(ticket(eventId), () => value),
  'the result of an asynchronous event': (value, eventId) => event(ticket(eventId), async () => value),
  'run.recordInput()': inRun((value, run) => run.recordInput(value)),
  'the arguments of a wrapped function': (value, eventId) =>
    event(ticket(eventId))(function answer(..._given: unknown[]) {})(value, { nested: [value] }),
  'LlmCall.setInputContent()': inRun((value) =>
    trackLlmCall(llm, (call) => call.setInputContent([{ role: 'user', content: value }])),
  ),
  'LlmCall.setOutputContent()': inRun((value) => trackLlmCall(llm, (call) => call.setOutputContent(value))),
  'DbCall.setRetrievalContent()': inRun((value) =>
    trackDbOperation(query, (call) => call.setRetrievalContent([{ row: 1, value }, value])),
  ),
  'the arguments and the result of a tool': inRun((value) =>
    trackToolCall(tool, (call) => call.setInputContent({ query: value }).setOutputContent(value)),
  ),
  'further attributes of a call': inRun((value) =>
    trackLlmCall(
      { ...llm, attributes: { note: value as string, nested: { deep: [value] } as never } },
      () => {},
    ),
  ),
  'an outside call': (value) => trackToolCall(tool, (call) => void call.setInputContent(value)),
  'the reason of an outcome': inRun((value) => emitOutcome({ reason: asText(value) })),
  'the metadata of an outcome': inRun((value) =>
    emitOutcome({ metadata: { text: asText(value), list: [value], object: { value } } }),
  ),
  'the reason code of a run': inRun((value, run) => run.complete('partial', { reasonCode: asText(value) })),
  'an exception in an event': (value, eventId) =>
    swallowing(() =>
      event(ticket(eventId), () => {
        throw new RangeError(asText(value));
      }),
    ),
  'an exception in a step': inRun((value) =>
    swallowing(() =>
      step('search', () => {
        throw new Error('outer', { cause: new Error(asText(value)) });
      }),
    ),
  ),
  'an exception in a call': inRun((value) =>
    swallowing(() =>
      trackLlmCall(llm, () => {
        throw new Error(asText(value));
      }),
    ),
  ),
  'an exception that somebody records': inRun((value) =>
    getCurrentSpan()?.recordException(new TypeError(asText(value))),
  ),
  'what an instrumentation captures of a conversation': inRun((value) =>
    getCurrentSpan()?.setAttributes({
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: value }] }]),
      'gen_ai.prompt.0.content': asText(value),
      'gen_ai.completion.0.content': asText(value),
      'ai.prompt.messages': JSON.stringify([{ role: 'user', content: value }]),
      'llm.output_messages.0.message.content': asText(value),
      'input.value': [asText(value), 'and more'],
      'traceloop.entity.output': JSON.stringify({ value }),
    }),
  ),
  'an event of a conversation': inRun((value) =>
    getCurrentSpan()?.addEvent('gen_ai.content.prompt', { 'gen_ai.prompt': JSON.stringify({ value }) }),
  ),
  'a status text': inRun((value) => getCurrentSpan()?.setStatus({ code: 2, message: asText(value) })),
  'an exception outside of a run': (value) =>
    trace.getTracer('app').startActiveSpan('call', (span) => {
      span.recordException(asText(value));
      span.end();
    }),
};

function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}
