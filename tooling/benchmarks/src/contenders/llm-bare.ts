import { SpanKind } from '@opentelemetry/api';
import type { Workload } from '../contender';
import { answer, answerInChunks, type ModelResponse, readAll } from '../model-client';
import { registerTracing } from '../tracing';

/** The attributes that botanu writes, written out by hand. */
export function call(): Workload {
  const { tracer, lastSpan } = registerTracing();
  const operation = (): Promise<ModelResponse> =>
    tracer.startActiveSpan(
      'chat gpt-4o',
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'botanu.vendor': 'openai',
          'gen_ai.request.model': 'gpt-4o',
          'botanu.request.attempt': 1,
        },
      },
      async (span) => {
        try {
          const response = await answer();
          const { usage } = response;
          span.setAttributes({
            'gen_ai.response.id': response.id,
            'botanu.vendor.request_id': response.id,
            'gen_ai.response.model': response.model,
            'gen_ai.response.finish_reasons': response.choices.map(({ finish_reason }) => finish_reason),
            'gen_ai.usage.input_tokens': usage.prompt_tokens,
            'gen_ai.usage.output_tokens': usage.completion_tokens,
            'botanu.usage.cached_tokens': usage.prompt_tokens_details.cached_tokens,
            'botanu.usage.cache_read_tokens': usage.prompt_tokens_details.cached_tokens,
            'gen_ai.usage.cache_read.input_tokens': usage.prompt_tokens_details.cached_tokens,
            'gen_ai.usage.reasoning.output_tokens': usage.completion_tokens_details.reasoning_tokens,
          });
          return response;
        } finally {
          span.end();
        }
      },
    );
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}

/** Chunks handed on, and looked at by nobody. */
export function stream(): Workload {
  async function* passThrough(source: AsyncIterable<object>): AsyncGenerator<object> {
    for await (const chunk of source) {
      yield chunk;
    }
  }
  return streamInSpan(() => passThrough(answerInChunks()));
}

/** The least that can see a chunk: one more `then`, in an iterator written by hand. */
export function streamByHand(): Workload {
  function passThrough(source: AsyncIterator<object>): AsyncIterable<object> {
    const iterator: AsyncIterator<object> = {
      next: () => source.next().then((result) => result),
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }
  return streamInSpan(() => passThrough(answerInChunks()));
}

/** The stream itself. */
export function streamAlone(): Workload {
  return streamInSpan(answerInChunks);
}

/** Read inside a bare span, so that promises cost what they cost wherever something is traced. */
function streamInSpan(open: () => AsyncIterable<object>): Workload {
  const { tracer, lastSpan } = registerTracing();
  const operation = (): Promise<number> =>
    tracer.startActiveSpan('chat gpt-4o', async (span) => {
      try {
        return await readAll(open());
      } finally {
        span.end();
      }
    });
  return { isAwaited: true, operation, evidence: () => lastSpan.describe() };
}
