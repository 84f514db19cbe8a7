import { isWebStream, warnOnce, warnTelemetryFailed, whenCollected } from '@botanu/core/authoring';
import { asFields, type Fields } from './fields';
import type { LlmCallSpan } from './llm-call';
import { observeChunks } from './observe-chunks';
import { isAiSdkStream } from './read-ai-sdk';
import { requestIdOf } from './read-bedrock';
import { StreamFacts } from './stream-facts';

/** What happens to a stream. None of it may throw. */
export interface StreamObserver {
  /** A chunk went by. */
  onChunk(chunk: unknown): void;
  /**
   * The stream is over.
   *
   * @param endedNormally - Whether it was read to its end.
   */
  onEnd(endedNormally: boolean): void;
  /** The stream failed. */
  onError(error: unknown): void;
}

/**
 * Lets a call watch a stream, in place.
 *
 * @param stream - Anything.
 * @param call - Is kept open until the stream is over.
 * @returns The stream that is watched; undefined where there is none.
 */
export function observeStream(stream: unknown, call: LlmCallSpan): object | undefined {
  const source = streamIn(stream);
  if (source === undefined) {
    return undefined;
  }
  const observer = new CallStreamObserver(call, requestIdOf(stream as Fields));
  call.beforeEnd(() => observer.onEnd(false));
  const isObserved = isStreamHelper(source)
    ? observeHelper(source, observer)
    : observeChunks(source, observer);
  if (isObserved) {
    call.setStreaming();
    whenCollected(source, () => observer.onEnd(false));
  } else {
    observer.onEnd(false);
  }
  return source;
}

/** The stream, or the one that a response of Bedrock or Vertex holds. */
function streamIn(value: unknown): object | undefined {
  const fields = asFields(value);
  if (fields === undefined || isAiSdkStream(fields)) {
    return undefined;
  }
  if (isStream(fields)) {
    return fields;
  }
  const inner = asFields('$metadata' in fields ? (fields.stream ?? fields.body) : fields.stream);
  return inner !== undefined && isStream(inner) ? inner : undefined;
}

/** Whether a value is a stream whose chunks can be looked at. */
function isStream(value: object): boolean {
  return (
    typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function' ||
    isWebStream(value) ||
    isStreamHelper(value)
  );
}

/** The helpers of openai and Anthropic (`stream()`), which read by themselves and tell by events. */
interface StreamHelper {
  on(event: string, listener: (payload: unknown) => void): unknown;
  readonly errored?: boolean;
  readonly aborted?: boolean;
}

const HELPER_METHODS = ['finalMessage', 'finalChatCompletion', 'finalResponse'];

function isStreamHelper(value: object): value is StreamHelper {
  const fields = value as Fields;
  return typeof fields.on === 'function' && HELPER_METHODS.some((name) => typeof fields[name] === 'function');
}

/** `error` and `abort` get no listener: with one, an error that nobody handles would no longer be thrown. */
function observeHelper(helper: StreamHelper, observer: StreamObserver): boolean {
  for (const event of ['streamEvent', 'chunk', 'event']) {
    helper.on(event, (payload) => observer.onChunk(payload));
  }
  helper.on('end', () => observer.onEnd(helper.errored !== true && helper.aborted !== true));
  return true;
}

/** Gathers what a stream says, and tells the call when it is over. */
class CallStreamObserver implements StreamObserver {
  readonly #call: LlmCallSpan;
  readonly #release: () => void;
  readonly #facts = new StreamFacts();
  #hasChunk = false;
  #isOver = false;

  constructor(call: LlmCallSpan, requestId: string | undefined) {
    this.#call = call;
    this.#facts.requestId = requestId;
    this.#release = call.hold();
  }

  onChunk(chunk: unknown): void {
    if (!this.#hasChunk) {
      this.#hasChunk = true;
      this.#call.setFirstChunk();
    }
    try {
      this.#facts.add(chunk);
    } catch (error) {
      warnTelemetryFailed('read a chunk of a stream', error);
    }
  }

  onEnd(endedNormally: boolean): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    const facts = this.#facts;
    facts.id ??= facts.requestId;
    if (!facts.isUnknown) {
      this.#call.setFacts(facts, facts.isEstimated(endedNormally));
    }
    if (
      endedNormally &&
      facts.isUsageOnRequest &&
      facts.usage === undefined &&
      facts.finishReasons.length > 0
    ) {
      warnOnce(
        'BOTANU_USAGE_NOT_REPORTED',
        `A stream of "${this.#call.provider}" ended without its usage, so its tokens are unknown. ` +
          'Ask for it: stream_options: { include_usage: true }.',
        this.#call.provider,
      );
    }
    this.#release();
    this.#call.onStreamOver();
  }

  onError(error: unknown): void {
    if (!this.#isOver) {
      this.#call.setError(error);
      this.onEnd(false);
    }
  }
}
