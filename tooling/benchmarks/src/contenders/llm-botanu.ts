import { instrumentOpenAI, trackLlmCall } from '@botanu/llm';
import type { Workload } from '../contender';
import { answer, answerInChunks, ModelClient, REQUEST, readAll, StreamingModelClient } from '../model-client';
import { registerTracing } from '../tracing';

const OPTIONS = { provider: 'openai', model: 'gpt-4o' };

export function call(): Workload {
  const { lastSpan } = registerTracing();
  const operation = (): Promise<unknown> =>
    trackLlmCall(OPTIONS, async (tracked) => {
      const response = await answer();
      tracked.setResponse(response);
      return response;
    });
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}

export function client(): Workload {
  const { lastSpan } = registerTracing();
  const { create } = instrumentOpenAI(new ModelClient()).chat.completions;
  return { isAwaited: true, operation: () => create(REQUEST), evidence: () => lastSpan.describe() };
}

export function stream(): Workload {
  const { lastSpan } = registerTracing();
  const operation = (): Promise<number> =>
    trackLlmCall(OPTIONS, (tracked) => readAll(tracked.observeStream(answerInChunks())));
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}

export function clientStream(): Workload {
  const { lastSpan } = registerTracing();
  const { create } = instrumentOpenAI(new StreamingModelClient()).chat.completions;
  const operation = async (): Promise<number> => readAll(await create({ ...REQUEST, stream: true }));
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}
