import { asFields, type Fields, firstOf, listOf, textOf } from './fields';
import { readAnthropicUsage } from './read-anthropic';
import { jsonOf, readConverseUsage } from './read-bedrock';
import { readAiSdkPart, readCohereEvent, readLangChainChunk, readOllamaChunk } from './read-chunk-others';
import { readGoogleUsage, readInteraction } from './read-google';
import { audioSecondsOf, readOpenAiResponse, readPromptUsage } from './read-openai';
import type { StreamFacts } from './stream-facts';
import { toUsage } from './usage';

/** Reads a chunk of one shape; false where it is another. */
export type ChunkReader = (chunk: Fields, facts: StreamFacts) => boolean;

/** Chat completions, completions, and those who speak the protocol. Mistral's client puts each chunk into `data`. */
function readChatChunk(chunk: Fields, facts: StreamFacts): boolean {
  const { choices } = chunk;
  if (!Array.isArray(choices)) {
    const data = asFields(chunk.data);
    return data !== undefined && Array.isArray(data.choices) && readChatChunk(data, facts);
  }
  facts.isUsageOnRequest = true;
  facts.id ??= textOf(chunk.id);
  facts.model ??= textOf(chunk.model);
  for (const choice of choices as readonly (Fields | undefined)[]) {
    facts.addChoice(choice?.index, choice?.finish_reason ?? choice?.finishReason);
  }
  const reported = asFields(chunk.usage) ?? asFields(asFields(chunk.x_groq)?.usage);
  const usage = readPromptUsage(reported);
  if (usage !== undefined) {
    facts.audioSeconds = audioSecondsOf(reported);
    facts.usage = usage;
    // Some report usage so far on every chunk: it is final with the last, or where all choices have ended.
    facts.isComplete = choices.length === 0 || facts.areChoicesOver;
  }
  return true;
}

/** Events of the Responses API, and of streamed images and transcriptions. */
function readResponseEvent(event: Fields, facts: StreamFacts): boolean {
  const type = textOf(event.type);
  const isOurs = type !== undefined && /^(response|image_generation|image_edit|transcript)\./.test(type);
  if (!isOurs) {
    return false;
  }
  const response = asFields(event.response);
  if (response !== undefined) {
    const { finishReasons, ...known } = readOpenAiResponse(response) ?? {};
    facts.take(isLastEvent(type) ? { ...known, finishReasons } : known);
  } else if (asFields(event.usage) !== undefined) {
    facts.take(readOpenAiResponse(event));
  }
  facts.isComplete ||= isLastEvent(type) && facts.usage !== undefined;
  return true;
}

function isLastEvent(type: string): boolean {
  return /\.(completed|incomplete|failed|done)$/.test(type) && !/^response\..*\..*/.test(type);
}

/** Events of Anthropic's messages: input counts come first, output counts with the reason to stop. */
function readMessageEvent(event: Fields, facts: StreamFacts): boolean {
  const message = asFields(event.message);
  if (event.type === 'message_start' && message !== undefined) {
    facts.id = textOf(message.id);
    facts.model = textOf(message.model);
    facts.usage = readAnthropicUsage(facts.merge(asFields(message.usage)));
    return true;
  }
  if (event.type === 'message_delta') {
    const stopReason = asFields(event.delta)?.stop_reason;
    facts.setFinishReason(stopReason);
    // Its counts are cumulative; those that it leaves out hold on.
    facts.usage = readAnthropicUsage(facts.merge(asFields(event.usage)));
    facts.isComplete = textOf(stopReason) !== undefined;
    return true;
  }
  return typeof event.type === 'string' && /^(message_stop|content_block_\w+|ping)$/.test(event.type);
}

/** Gemini: every chunk has the usage so far; some leave out what has not changed. */
function readGoogleChunk(chunk: Fields, facts: StreamFacts): boolean {
  if (asFields(chunk.usageMetadata) === undefined && !Array.isArray(chunk.candidates)) {
    return false;
  }
  const metadata = asFields(chunk.usageMetadata);
  facts.id ??= textOf(chunk.responseId);
  facts.model ??= textOf(chunk.modelVersion);
  for (const { index, finishReason } of listOf(chunk.candidates)) {
    facts.addChoice(index, finishReason);
  }
  if (metadata !== undefined) {
    facts.usage = readGoogleUsage(facts.merge(metadata));
    facts.isComplete = facts.areChoicesOver || chunk.promptFeedback !== undefined;
  }
  facts.isCompleteAtEnd = true;
  return true;
}

/** Events of Gemini's Interactions API: the usage is in the last, or in an update of the status before it. */
function readInteractionEvent(event: Fields, facts: StreamFacts): boolean {
  const type = textOf(event.event_type);
  if (type === undefined || !/^(interaction|step|content)\./.test(type)) {
    return false;
  }
  const interaction = asFields(event.interaction) ?? event;
  facts.id ??= textOf(interaction.id);
  facts.model ??= textOf(interaction.model);
  facts.take(readInteraction(interaction));
  facts.isComplete ||= type === 'interaction.completed' && facts.usage !== undefined;
  return true;
}

/** The events of ConverseStream: each is an object with one field. */
const CONVERSE_EVENTS = [
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
];

function readConverseEvent(event: Fields, facts: StreamFacts): boolean {
  if (!CONVERSE_EVENTS.some((name) => asFields(event[name]) !== undefined)) {
    return false;
  }
  facts.setFinishReason(asFields(event.messageStop)?.stopReason);
  const usage = asFields(asFields(event.metadata)?.usage);
  if (usage !== undefined) {
    facts.usage = readConverseUsage(usage);
    facts.isComplete = true;
  }
  return true;
}

/** InvokeModelWithResponseStream: bytes of JSON in the model's own format, and Bedrock's count with the last. */
function readInvokedChunk(event: Fields, facts: StreamFacts): boolean {
  const bytes = asFields(event.chunk)?.bytes;
  if (!(bytes instanceof Uint8Array)) {
    return false;
  }
  const chunk = jsonOf(bytes) ?? {};
  const metrics = asFields(chunk['amazon-bedrock-invocationMetrics']);
  CHUNK_READERS.some((read) => read(chunk, facts));
  facts.setFinishReason(firstOf(chunk, 'stop_reason', 'completionReason'));
  if (metrics !== undefined && facts.usage === undefined) {
    facts.usage = toUsage({
      uncachedInput: metrics.inputTokenCount,
      cacheRead: metrics.cacheReadInputTokenCount,
      cacheWrite: metrics.cacheWriteInputTokenCount,
      totalOutput: metrics.outputTokenCount,
    });
  }
  facts.isComplete ||= metrics !== undefined;
  return true;
}

/** Every shape that is known. */
export const CHUNK_READERS: readonly ChunkReader[] = [
  readChatChunk,
  readMessageEvent,
  readResponseEvent,
  readLangChainChunk,
  readGoogleChunk,
  readInteractionEvent,
  readInvokedChunk,
  readConverseEvent,
  readOllamaChunk,
  readAiSdkPart,
  readCohereEvent,
];
