import {
  addCount,
  addExtras,
  addFlag,
  addNumber,
  addText,
  type CaptureOptions,
  captureContent,
  getAttempt,
  TrackedCall,
  warnOnce,
  warnTelemetryFailed,
} from '@botanu/core/authoring';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { holdWhileParsing } from './hold-while-parsing';
import { recordLlmCall } from './metrics';
import { observeStream, type StreamObserver } from './observe-stream';
import { ModelOperation } from './operation';
import { normalizeProvider } from './provider';
import { type ResponseFacts, readResponse } from './response';
import * as semconv from './semconv';
import { addTokenCounts, addUsage } from './token-attributes';
import type { LlmCall, LlmCallOptions, RequestParams, TokenCounts } from './types';
import { INSTRUMENTATION_SCOPE } from './version';

/** What a call is told of in place of a name that is missing. */
const UNKNOWN = 'unknown';

/** A model call and its span. */
export class LlmCallSpan extends TrackedCall implements LlmCall {
  /** The normalised provider. */
  readonly provider: string;
  readonly #model: string;
  readonly #operation: string;
  #responseModel: string | undefined;
  #inputTokens = 0;
  #outputTokens = 0;
  #hasResponse = false;
  /** Weak, so that a stream that is thrown away can be noticed. */
  #stream: WeakRef<object> | undefined;
  #endsWithStream = false;
  #streamObserver: StreamObserver | undefined;
  #isReadByItself = false;
  #isRawResponse = false;
  /** A client may hand out the same value by several of its methods. */
  #lastRead: WeakRef<object> | undefined;

  /**
   * Starts the call.
   *
   * @param options - Who is asked for what.
   */
  constructor(options: LlmCallOptions) {
    const provider = normalizeProvider(nameOf(options.provider, 'provider'));
    const model = nameOf(options.model, 'model');
    const operation = options.operation || ModelOperation.CHAT;
    const attributes: Attributes = {
      [semconv.ATTR_GEN_AI_OPERATION_NAME]: operation,
      [semconv.ATTR_GEN_AI_PROVIDER_NAME]: provider,
      [semconv.ATTR_BOTANU_VENDOR]: provider,
      [semconv.ATTR_GEN_AI_REQUEST_MODEL]: model,
      [semconv.ATTR_BOTANU_REQUEST_ATTEMPT]: getAttempt(),
    };
    addText(attributes, semconv.ATTR_BOTANU_VENDOR_CLIENT_REQUEST_ID, options.clientRequestId);
    addExtras(attributes, semconv.LLM_PREFIX, options.attributes);
    super({
      name: `${operation} ${model}`,
      kind: SpanKind.CLIENT,
      prefix: semconv.LLM_PREFIX,
      scope: INSTRUMENTATION_SCOPE,
      attributes,
    });
    this.provider = provider;
    this.#model = model;
    this.#operation = operation;
  }

  /** Whether the call is known to have been answered. */
  get hasResponse(): boolean {
    return this.#hasResponse;
  }

  setResponse(response: unknown): this {
    try {
      const facts = readResponse(response);
      if (facts !== undefined) {
        this.setFacts(facts);
      }
    } catch (error) {
      warnTelemetryFailed('read the response of a model', error);
    }
    return this;
  }

  observeStream<T>(stream: T): T {
    try {
      const source = observeStream(stream, this);
      this.#stream = source === undefined ? undefined : new WeakRef(source);
    } catch (error) {
      warnTelemetryFailed('observe the stream of a model', error);
    }
    return stream;
  }

  /**
   * Runs a function, and reads what it returns.
   *
   * @param fn - Called once.
   * @returns What `fn` returned.
   */
  runAndRead<T>(fn: () => T): T {
    this.#isReadByItself = true;
    return this.run(
      () => holdWhileParsing(fn(), this),
      (value) => this.readValue(value),
    );
  }

  /**
   * Reads whatever the application is about to get: a response, or a stream of one.
   *
   * @param value - Anything.
   */
  readValue(value: unknown): void {
    if (this.#isRawResponse && typeof value === 'string') {
      this.setResponse(jsonIn(value));
      return;
    }
    if (typeof value !== 'object' || value === null || this.#lastRead?.deref() === value) {
      return;
    }
    this.#lastRead = new WeakRef(value);
    if (isRawResponse(value)) {
      this.#isRawResponse = true;
      return;
    }
    this.setResponse(value);
    this.observeStream(value);
    this.onReturn(value);
  }

  /** Called when a promise of the client was thrown away: nobody has read, or will read, its answer. */
  onPromiseCollected(): void {
    if (!this.#isRawResponse) {
      this.#endUnread();
    }
  }

  /**
   * Has a stream that is still being read say what it knows, when the call ends before it.
   *
   * @param observer - Watches the stream.
   */
  endsWith(observer: StreamObserver): void {
    this.#streamObserver = observer;
  }

  /**
   * Notes what the application is about to get. Where that is the stream that is watched, the call ends with it: also
   * where it is read in a way that nothing else sees, by `tee()` say.
   *
   * @param value - Anything.
   */
  onReturn(value: unknown): void {
    this.#endsWithStream ||= value !== undefined && this.#stream?.deref() === value;
  }

  /** Called when a stream that is watched is over. */
  onStreamOver(): void {
    if (this.#endsWithStream) {
      this.scope.end({ isError: false });
    }
  }

  /**
   * Writes what was read from a response or a stream.
   *
   * @param facts - What is known.
   * @param isEstimated - Whether the usage is incomplete.
   */
  setFacts(facts: ResponseFacts, isEstimated = false): this {
    const attributes: Attributes = {};
    this.#hasResponse = true;
    this.#responseModel = facts.model ?? this.#responseModel;
    addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_ID, facts.id);
    addText(attributes, semconv.ATTR_BOTANU_VENDOR_REQUEST_ID, facts.requestId ?? facts.id);
    addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_MODEL, facts.model);
    addFinishReasons(attributes, facts.finishReasons);
    if (facts.usage !== undefined) {
      addUsage(attributes, facts.usage);
      this.#noteTokens(attributes);
    }
    if (isEstimated) {
      attributes[semconv.ATTR_BOTANU_USAGE_ESTIMATED] = true;
    }
    return this.write(attributes);
  }

  setTokens(counts: TokenCounts): this {
    const attributes: Attributes = {};
    addTokenCounts(attributes, counts, 'setTokens()');
    this.#noteTokens(attributes);
    return this.write(attributes);
  }

  setRequestId(providerRequestId?: string, clientRequestId?: string): this {
    const attributes: Attributes = {};
    addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_ID, providerRequestId);
    addText(attributes, semconv.ATTR_BOTANU_VENDOR_REQUEST_ID, providerRequestId);
    addText(attributes, semconv.ATTR_BOTANU_VENDOR_CLIENT_REQUEST_ID, clientRequestId);
    return this.write(attributes);
  }

  setResponseModel(model: string): this {
    const attributes: Attributes = {};
    this.#responseModel = model;
    addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_MODEL, model);
    return this.write(attributes);
  }

  setFinishReason(...reasons: readonly string[]): this {
    const attributes: Attributes = {};
    addFinishReasons(attributes, reasons);
    return this.write(attributes);
  }

  setStreaming(isStreaming = true): this {
    const attributes: Attributes = {};
    addFlag(attributes, semconv.ATTR_BOTANU_REQUEST_STREAMING, isStreaming);
    addFlag(attributes, semconv.ATTR_GEN_AI_REQUEST_STREAM, isStreaming);
    return this.write(attributes);
  }

  /** Says how long the first chunk of a stream took. */
  setFirstChunk(): this {
    return this.write({ [semconv.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: this.elapsedMs / 1000 });
  }

  setCacheHit(isHit = true): this {
    const attributes: Attributes = {};
    addFlag(attributes, semconv.ATTR_BOTANU_REQUEST_CACHE_HIT, isHit);
    return this.write(attributes);
  }

  setAttempt(attempt: number): this {
    const attributes: Attributes = {};
    addCount(attributes, semconv.ATTR_BOTANU_REQUEST_ATTEMPT, attempt, 'setAttempt()');
    return this.write(attributes);
  }

  setRequestParams(params: RequestParams): this {
    const { stopSequences } = params;
    const attributes: Attributes = {};
    addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_TEMPERATURE, params.temperature);
    addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_TOP_P, params.topP);
    addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_MAX_TOKENS, params.maxTokens);
    addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY, params.frequencyPenalty);
    addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY, params.presencePenalty);
    if (stopSequences !== undefined) {
      attributes[semconv.ATTR_GEN_AI_REQUEST_STOP_SEQUENCES] = [stopSequences].flat();
    }
    return this.write(attributes);
  }

  setInputContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, semconv.ATTR_BOTANU_EVAL_INPUT_CONTENT, content, options);
    return this;
  }

  setOutputContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, semconv.ATTR_BOTANU_EVAL_OUTPUT_CONTENT, content, options);
    return this;
  }

  protected override get holdsFailures(): boolean {
    return this.#isReadByItself;
  }

  protected override onEnd(durationMs: number): void {
    this.#streamObserver?.onEnd(false);
    if (this.#isRawResponse && !this.#hasResponse) {
      this.setFacts({}, true);
    }
    recordLlmCall({
      provider: this.provider,
      operation: this.#operation,
      requestModel: this.#model,
      responseModel: this.#responseModel,
      durationMs,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      errorType: this.errorType,
    });
  }

  #endUnread(): void {
    if (!this.scope.isEnded && !this.#hasResponse) {
      this.setFacts({}, true);
    }
    this.scope.end({ isError: false });
  }

  /** Remembers for the metrics what has been written. */
  #noteTokens(attributes: Attributes): void {
    const input = attributes[semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS] as number | undefined;
    const output = attributes[semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS] as number | undefined;
    this.#inputTokens = input ?? this.#inputTokens;
    this.#outputTokens = output ?? this.#outputTokens;
  }
}

function addFinishReasons(attributes: Attributes, reasons: readonly unknown[] | undefined): void {
  if (reasons === undefined || reasons.length === 0) {
    return;
  }
  const texts = reasons.filter((reason): reason is string => typeof reason === 'string' && reason !== '');
  if (texts.length > 0) {
    attributes[semconv.ATTR_GEN_AI_RESPONSE_FINISH_REASONS] = texts;
  }
}

function nameOf(value: unknown, field: 'provider' | 'model'): string {
  if (typeof value === 'string' && value !== '') {
    return value;
  }
  warnOnce(
    'BOTANU_INVALID_ARGUMENT',
    `A model call was tracked without a usable ${field}; it is written as "${UNKNOWN}". Pass its name.`,
    `trackLlmCall.${field}`,
  );
  return UNKNOWN;
}

/** A raw `Response` of fetch, which clients hand out by `asResponse()`: its body is the application's to read. */
function isRawResponse(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Response]';
}

function jsonIn(text: string): unknown {
  try {
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
