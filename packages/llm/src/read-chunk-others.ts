import { asFields, type Fields, firstOf, textOf } from './fields';
import { readAiSdkStep } from './read-ai-sdk';
import { readLangChain } from './read-langchain';
import { readCohereUsage, readOllama } from './read-others';
import type { StreamFacts } from './stream-facts';
import { sumUsage } from './usage';

/** Cohere's events, version 2 (`message-end`) and 1 (`stream-end`). */
export function readCohereEvent(event: Fields, facts: StreamFacts): boolean {
  const type = textOf(event.type) ?? textOf(event.eventType) ?? textOf(event.event_type);
  if (type === undefined || !/^(message|content|tool|citation|stream|text|search)-/.test(type)) {
    return false;
  }
  facts.id ??= textOf(firstOf(event, 'id', 'generationId', 'generation_id'));
  const last = asFields(
    type === 'message-end' ? event.delta : type === 'stream-end' ? event.response : undefined,
  );
  if (last !== undefined) {
    facts.setFinishReason(firstOf(last, 'finishReason', 'finish_reason') ?? event.finishReason);
    facts.usage = readCohereUsage(asFields(last.usage) ?? asFields(last.meta)) ?? facts.usage;
    facts.isComplete = facts.usage !== undefined;
  }
  return true;
}

/** Parts of the AI SDK's `fullStream`: each step has its usage, the last part that of all. */
export function readAiSdkPart(part: Fields, facts: StreamFacts): boolean {
  // Version 4 says `step-finish`.
  if (part.type !== 'finish-step' && part.type !== 'step-finish' && part.type !== 'finish') {
    return (
      typeof part.type === 'string' &&
      /^(start|start-step|text-(start|delta|end)|reasoning-\w+)$/.test(part.type)
    );
  }
  const metadata = asFields(part.response);
  facts.id = textOf(metadata?.id) ?? facts.id;
  facts.model = textOf(metadata?.modelId) ?? facts.model;
  const usage = readAiSdkStep(part);
  if (part.type === 'finish') {
    facts.setFinishReason(part.finishReason);
    // The sum of all steps says less than they did.
    facts.usage ??= usage;
    facts.isComplete = facts.usage !== undefined;
  } else {
    facts.usage = sumUsage([facts.usage, usage]);
  }
  return true;
}

/** Message chunks of LangChain: their usage adds up. */
export function readLangChainChunk(chunk: Fields, facts: StreamFacts): boolean {
  const known = chunk.usage_metadata !== undefined || chunk.response_metadata !== undefined;
  const read = known ? readLangChain(chunk) : undefined;
  if (read === undefined) {
    return false;
  }
  const before = facts.usage;
  facts.take(read);
  facts.usage = sumUsage([before, read.usage]);
  facts.isCompleteAtEnd = true;
  return true;
}

/** Ollama: the last chunk is `done`, and has the counts. */
export function readOllamaChunk(chunk: Fields, facts: StreamFacts): boolean {
  if (typeof chunk.done !== 'boolean') {
    return false;
  }
  facts.model ??= textOf(chunk.model);
  if (chunk.done) {
    const last = readOllama(chunk);
    facts.take(last);
    facts.isComplete = last !== undefined && last.isIncomplete !== true;
  }
  return true;
}
