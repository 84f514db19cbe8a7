import { createSpanProcessor, initialize, withLLMCall } from '@traceloop/node-server-sdk';
import type { Workload } from '../contender';
import { answer, REQUEST } from '../model-client';
import { ForgettingExporter, registerTracing } from '../tracing';

export function call(): Workload {
  initialize({
    tracingEnabled: false,
    traceContent: false,
    traceloopSyncEnabled: false,
    silenceInitializationMessage: true,
  });
  const { lastSpan } = registerTracing(createSpanProcessor({ exporter: new ForgettingExporter() }));
  const operation = (): Promise<unknown> =>
    withLLMCall({ vendor: 'openai', type: 'chat' }, async ({ span }) => {
      span.reportRequest({ model: REQUEST.model, messages: [] });
      const response = await answer();
      span.reportResponse({ model: response.model, usage: response.usage, completions: [] });
      return response;
    });
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}
