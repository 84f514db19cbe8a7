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
  toCallName,
  warnTelemetryFailed,
} from '@botanu/core/authoring';
import {
  ATTR_BOTANU_EVAL_INPUT_CONTENT,
  ATTR_BOTANU_EVAL_OUTPUT_CONTENT,
  ATTR_BOTANU_VENDOR,
} from '@botanu/core/semconv';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { recordLlmCall } from './metrics';
import { observeStream } from './observe-stream';
import { ModelOperation } from './operation';
import { normalizeProvider } from './provider';
import { type ResponseFacts, readResponse } from './response';
import * as semconv from './semconv';
import { addTokenCounts, addUsage } from './token-attributes';
import type { LlmCall, LlmCallOptions, RequestParams, TokenCounts } from './types';
import { INSTRUMENTATION_SCOPE } from './version';

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
  #holdsFailures = false;
  #beforeEnd: (() => void)[] | undefined;

  /**
   * Starts the call.
   *
   * @param options - Who is asked for what.
   */
  constructor(options: LlmCallOptions) {
    const provider = normalizeProvider(toCallName(options.provider, 'trackLlmCall', 'provider'));
    const model = toCallName(options.model, 'trackLlmCall', 'model');
    const operation = options.operation || ModelOperation.CHAT;
    // One by one: as computed keys of one literal they cost twice as much.
    const attributes: Attributes = {};
    attributes[semconv.ATTR_GEN_AI_OPERATION_NAME] = operation;
    attributes[semconv.ATTR_GEN_AI_PROVIDER_NAME] = provider;
    attributes[ATTR_BOTANU_VENDOR] = provider;
    attributes[semconv.ATTR_GEN_AI_REQUEST_MODEL] = model;
    attributes[semconv.ATTR_BOTANU_REQUEST_ATTEMPT] = getAttempt();
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
   * Has something done before the span ends: what still knows something says it then.
   *
   * @param finish - Called once; it must not throw.
   */
  beforeEnd(finish: () => void): void {
    this.#beforeEnd ??= [];
    this.#beforeEnd.push(finish);
  }

  /** Lets failures wait while the span is held: whoever reads for the application sees those that matter. */
  holdFailures(): void {
    this.#holdsFailures = true;
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
    return this.record((attributes) => {
      this.#hasResponse = true;
      this.#responseModel = facts.model ?? this.#responseModel;
      addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_ID, facts.id);
      addText(attributes, semconv.ATTR_BOTANU_VENDOR_REQUEST_ID, facts.requestId ?? facts.id);
      addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_MODEL, facts.model);
      if (facts.finishReasons !== undefined && facts.finishReasons.length > 0) {
        attributes[semconv.ATTR_GEN_AI_RESPONSE_FINISH_REASONS] = [...facts.finishReasons];
      }
      if (facts.usage !== undefined) {
        addUsage(attributes, facts.usage);
        this.#noteTokens(attributes);
      }
      addUnits(attributes, facts);
      if (isEstimated || facts.isIncomplete === true) {
        attributes[semconv.ATTR_BOTANU_USAGE_ESTIMATED] = true;
      }
    });
  }

  setTokens(counts: TokenCounts): this {
    return this.record((attributes) => {
      addTokenCounts(attributes, counts, 'setTokens()');
      this.#noteTokens(attributes);
    });
  }

  setRequestId(providerRequestId?: string, clientRequestId?: string): this {
    return this.record((attributes) => {
      addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_ID, providerRequestId);
      addText(attributes, semconv.ATTR_BOTANU_VENDOR_REQUEST_ID, providerRequestId);
      addText(attributes, semconv.ATTR_BOTANU_VENDOR_CLIENT_REQUEST_ID, clientRequestId);
    });
  }

  setResponseModel(model: string): this {
    return this.record((attributes) => {
      this.#responseModel = model;
      addText(attributes, semconv.ATTR_GEN_AI_RESPONSE_MODEL, model);
    });
  }

  setFinishReason(...reasons: readonly string[]): this {
    return this.record((attributes) => {
      const texts = reasons.filter((reason) => typeof reason === 'string' && reason !== '');
      if (texts.length > 0) {
        attributes[semconv.ATTR_GEN_AI_RESPONSE_FINISH_REASONS] = texts;
      }
    });
  }

  setStreaming(isStreaming = true): this {
    return this.record((attributes) => {
      addFlag(attributes, semconv.ATTR_BOTANU_REQUEST_STREAMING, isStreaming);
      addFlag(attributes, semconv.ATTR_GEN_AI_REQUEST_STREAM, isStreaming);
    });
  }

  /** Says how long the first chunk of a stream took. */
  setFirstChunk(): this {
    return this.write({ [semconv.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: this.elapsedMs / 1000 });
  }

  setCacheHit(isHit = true): this {
    return this.record((attributes) => {
      addFlag(attributes, semconv.ATTR_BOTANU_REQUEST_CACHE_HIT, isHit);
    });
  }

  setAttempt(attempt: number): this {
    return this.record((attributes) => {
      addCount(attributes, semconv.ATTR_BOTANU_REQUEST_ATTEMPT, attempt, 'setAttempt()');
    });
  }

  setRequestParams(params: RequestParams): this {
    return this.record((attributes) => {
      const { stopSequences } = params;
      addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_TEMPERATURE, params.temperature);
      addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_TOP_P, params.topP);
      addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_MAX_TOKENS, params.maxTokens);
      addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY, params.frequencyPenalty);
      addNumber(attributes, semconv.ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY, params.presencePenalty);
      if (stopSequences !== undefined) {
        attributes[semconv.ATTR_GEN_AI_REQUEST_STOP_SEQUENCES] = [stopSequences].flat();
      }
    });
  }

  setInputContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, ATTR_BOTANU_EVAL_INPUT_CONTENT, content, options);
    return this;
  }

  setOutputContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, ATTR_BOTANU_EVAL_OUTPUT_CONTENT, content, options);
    return this;
  }

  protected override get holdsFailures(): boolean {
    return this.#holdsFailures;
  }

  protected override onEnd(durationMs: number): void {
    for (const finish of this.#beforeEnd ?? []) {
      finish();
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

  /** Remembers for the metrics what has been written. */
  #noteTokens(attributes: Attributes): void {
    const input = attributes[semconv.ATTR_GEN_AI_USAGE_INPUT_TOKENS] as number | undefined;
    const output = attributes[semconv.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS] as number | undefined;
    this.#inputTokens = input ?? this.#inputTokens;
    this.#outputTokens = output ?? this.#outputTokens;
  }
}

/** What is billed in place of tokens. */
function addUnits(attributes: Attributes, { audioSeconds, searchUnits }: ResponseFacts): void {
  if (audioSeconds !== undefined) {
    attributes[semconv.ATTR_BOTANU_USAGE_AUDIO_SECONDS] = audioSeconds;
  }
  if (searchUnits !== undefined) {
    attributes[semconv.ATTR_BOTANU_USAGE_SEARCH_UNITS] = searchUnits;
  }
}
