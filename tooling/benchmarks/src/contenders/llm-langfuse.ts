import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import type { Workload } from '../contender';
import { ModelClient, REQUEST, readAll, StreamingModelClient } from '../model-client';
import { ForgettingExporter, registerTracing } from '../tracing';

export function client(): Workload {
  const { lastSpan } = registerTracing(new LangfuseSpanProcessor({ exporter: new ForgettingExporter() }));
  const { completions } = observeOpenAI(new ModelClient()).chat;
  return {
    isAwaited: true,
    operation: () => completions.create(REQUEST),
    evidence: () => lastSpan.describe(),
  };
}

export function clientStream(): Workload {
  const { lastSpan } = registerTracing(new LangfuseSpanProcessor({ exporter: new ForgettingExporter() }));
  const { completions } = observeOpenAI(new StreamingModelClient()).chat;
  const operation = async (): Promise<number> =>
    readAll(await completions.create({ ...REQUEST, stream: true }));
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}
