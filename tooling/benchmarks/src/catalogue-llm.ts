import type { Benchmark } from './catalogue';

const API = '@opentelemetry/sdk-trace-base';
const MAX_RATIO = 1.5;

const call: Benchmark = {
  name: 'llm-call',
  title: 'Model call',
  does: 'A model call whose answer is there at once, with its usage, is tracked as a root span.',
  compares: 'ratio',
  rows: [
    {
      label: 'by hand, the same data',
      contender: 'llm-bare',
      workload: 'call',
      packageName: API,
      does: 'startActiveSpan() with the attributes that botanu writes, written by hand; no metrics',
    },
    {
      label: 'botanu trackLlmCall()',
      contender: 'llm-botanu',
      workload: 'call',
      packageName: '@botanu/llm',
      does: 'with setResponse(); metrics go to the API, where no provider is registered',
      target: MAX_RATIO,
    },
    {
      label: 'botanu instrumentOpenAI()',
      contender: 'llm-botanu',
      workload: 'client',
      packageName: '@botanu/llm',
      does: 'the same from a wrapped client',
    },
    {
      label: 'langfuse observeOpenAI()',
      contender: 'llm-langfuse',
      workload: 'client',
      packageName: '@langfuse/openai',
      does: 'a wrapped client; captures the prompt and the answer, as it does unless told otherwise',
    },
    {
      label: 'traceloop withLLMCall()',
      contender: 'llm-traceloop',
      workload: 'call',
      packageName: '@traceloop/node-server-sdk',
      does: 'with reportRequest() and reportResponse(), without content',
    },
  ],
};

const stream: Benchmark = {
  name: 'llm-stream',
  title: 'Stream of 100 chunks',
  does: 'A stream of 100 chunks, all there at once, is read to its end inside a span.',
  compares: 'ratio',
  rows: [
    {
      label: 'async generator',
      contender: 'llm-bare',
      workload: 'stream',
      packageName: '@opentelemetry/api',
      does: 'a pass-through, as most write it: for await, and yield; in a bare span',
    },
    {
      label: 'iterator by hand',
      contender: 'llm-bare',
      workload: 'streamByHand',
      packageName: '@opentelemetry/api',
      does: 'the least that can see a chunk: one more then() for each',
      isReference: true,
    },
    {
      label: 'the stream alone',
      contender: 'llm-bare',
      workload: 'streamAlone',
      packageName: '@opentelemetry/api',
      does: 'nobody between it and its reader',
    },
    {
      label: 'botanu observeStream()',
      contender: 'llm-botanu',
      workload: 'stream',
      packageName: '@botanu/llm',
      does: 'inside trackLlmCall(), with usage, finish reason, id and the time to the first chunk',
      target: MAX_RATIO,
    },
    {
      label: 'botanu instrumentOpenAI()',
      contender: 'llm-botanu',
      workload: 'clientStream',
      packageName: '@botanu/llm',
      does: 'the same from a wrapped client',
    },
    {
      label: 'langfuse observeOpenAI()',
      contender: 'llm-langfuse',
      workload: 'clientStream',
      packageName: '@langfuse/openai',
      does: 'a wrapped client; keeps all chunks for the content',
    },
  ],
};

/** What `npm run bench -- llm` measures. */
export const llmBenchmarks: readonly Benchmark[] = [call, stream];
