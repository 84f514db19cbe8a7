import type { CaptureOptions, ExtraAttributes, ManualScope } from '@botanu/core/authoring';
import type { ModelOperation } from './operation';

/** What a model call used. As in OpenTelemetry's conventions, totals include their parts. */
export interface TokenCounts {
  /** All input tokens, **cached ones included**. Anthropic reports them without: let `setResponse()` add them up. */
  readonly inputTokens?: number | undefined;
  /** All output tokens, reasoning included. */
  readonly outputTokens?: number | undefined;
  /** Input tokens that came from the provider's cache. @defaultValue `cacheReadTokens` */
  readonly cachedTokens?: number | undefined;
  /** Input tokens that were read from the provider's cache. @defaultValue `cachedTokens` */
  readonly cacheReadTokens?: number | undefined;
  /** Input tokens that were written to the provider's cache, for however long. */
  readonly cacheWriteTokens?: number | undefined;
  /** Those of them that are kept for five minutes. */
  readonly cacheWrite5mTokens?: number | undefined;
  /** Those of them that are kept for an hour. */
  readonly cacheWrite1hTokens?: number | undefined;
  /** Output tokens that the model thought with. */
  readonly reasoningTokens?: number | undefined;
  /** Input tokens of text. */
  readonly textInputTokens?: number | undefined;
  /** Output tokens of text. */
  readonly textOutputTokens?: number | undefined;
  /** Input tokens of audio. */
  readonly audioInputTokens?: number | undefined;
  /** Output tokens of audio. */
  readonly audioOutputTokens?: number | undefined;
  /** Input tokens of images. */
  readonly imageInputTokens?: number | undefined;
  /** Output tokens of images. */
  readonly imageOutputTokens?: number | undefined;
}

/** How the model was asked. */
export interface RequestParams {
  /** Randomness. */
  readonly temperature?: number | undefined;
  /** Nucleus sampling. */
  readonly topP?: number | undefined;
  /** The most output tokens. */
  readonly maxTokens?: number | undefined;
  /** What the model stops at. */
  readonly stopSequences?: readonly string[] | string | undefined;
  /** Penalty of frequent tokens. */
  readonly frequencyPenalty?: number | undefined;
  /** Penalty of tokens that have occurred. */
  readonly presencePenalty?: number | undefined;
}

/** What `trackLlmCall()` needs to know. */
export interface LlmCallOptions {
  /** Who is called, in any usual spelling. @example `azure_openai` */
  readonly provider: string | undefined;
  /** The model that is asked for. @example `gpt-4o` */
  readonly model: string | undefined;
  /**
   * What is asked of it.
   * @defaultValue `'chat'`
   */
  readonly operation?: ModelOperation | (string & {}) | undefined;
  /** The application's own id of the request. */
  readonly clientRequestId?: string | undefined;
  /** Further attributes of the span; a key without the prefix `botanu.` or `gen_ai.` gets `botanu.`. */
  readonly attributes?: ExtraAttributes | undefined;
}

/** What `trackToolCall()` needs to know. */
export interface ToolCallOptions {
  /** The tool's name, of low cardinality. @example `search_database` */
  readonly toolName: string | undefined;
  /** The model's id of the call. @example `call_abc123` */
  readonly toolCallId?: string | undefined;
  /** Whom the tool is paid to. @example `tavily` */
  readonly vendor?: string | undefined;
  /** Further attributes of the span; a key without the prefix `botanu.` or `gen_ai.` gets `botanu.tool.`. */
  readonly attributes?: ExtraAttributes | undefined;
}

/**
 * One call of a model. Every method can be chained, may be called at any time until the call ends, and never throws:
 * what cannot be written is left out, with one warning where it is a mistake.
 */
export interface LlmCall {
  /**
   * Reads id, model, finish reasons and usage from what the provider's client returned: openai (chat, responses,
   * completions, embeddings, images, audio), Azure, Anthropic, Google GenAI and Vertex, Bedrock, Cohere, Mistral, Groq,
   * Together, Ollama, the Vercel AI SDK, LangChain. What it does not know it leaves alone. It never changes the
   * response, and never keeps it.
   *
   * @param response - What the client's promise was fulfilled with.
   * @example
   * ```ts
   * call.setResponse(await client.chat.completions.create(request));
   * ```
   */
  setResponse(response: unknown): this;

  /**
   * Reads usage, finish reason, response id and the time to the first chunk from a stream, while the application reads
   * it. Chunks pass at once and unchanged. The call goes on until the stream ends, by whatever: its end, an error,
   * `break`, an abort, or garbage collection. A stream that ends before it has reported its usage is marked with
   * `botanu.usage.estimated`; nothing is ever guessed from its text.
   *
   * @param stream - What the client returned: an async iterable, a web stream, a stream helper with events, or an
   * object that has one of them as its `stream` or `body`.
   * @returns The same object.
   * @example
   * ```ts
   * for await (const chunk of call.observeStream(await client.chat.completions.create(request))) {
   *   write(chunk);
   * }
   * ```
   */
  observeStream<T>(stream: T): T;

  /**
   * Says what was used, where `setResponse()` cannot know. Zero is not written; what is negative or no number is
   * refused with one warning.
   *
   * @param counts - What is known.
   */
  setTokens(counts: TokenCounts): this;

  /**
   * Ids by which a bill is reconciled.
   *
   * @param providerRequestId - The provider's id of the response.
   * @param clientRequestId - The application's own.
   */
  setRequestId(providerRequestId?: string, clientRequestId?: string): this;

  /**
   * The model that answered.
   *
   * @param model - As the provider names it.
   */
  setResponseModel(model: string): this;

  /**
   * Why the model stopped.
   *
   * @param reasons - One, or one per choice. @example `stop`
   */
  setFinishReason(...reasons: readonly string[]): this;

  /**
   * Whether the answer is streamed.
   *
   * @param isStreaming - Without it, true.
   */
  setStreaming(isStreaming?: boolean): this;

  /**
   * Whether a cache of the application's own answered.
   *
   * @param isHit - Without it, true.
   */
  setCacheHit(isHit?: boolean): this;

  /**
   * Which attempt this is, where it is not inside `withAttempt()`.
   *
   * @param attempt - From 1.
   */
  setAttempt(attempt: number): this;

  /**
   * How the model was asked.
   *
   * @param params - What is known.
   */
  setRequestParams(params: RequestParams): this;

  /**
   * What the model was given. Nothing is written unless a capture policy is installed.
   *
   * @param content - A text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  setInputContent(content: unknown, options?: CaptureOptions): this;

  /**
   * What the model answered. Nothing is written unless a capture policy is installed.
   *
   * @param content - A text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  setOutputContent(content: unknown, options?: CaptureOptions): this;

  /**
   * Says that the call failed, where the function goes on all the same. The class is written, never the message.
   *
   * @param error - What was thrown.
   */
  setError(error: unknown): this;

  /**
   * Adds attributes of the application.
   *
   * @param metadata - By key; without the prefix `botanu.` or `gen_ai.` a key gets `botanu.`.
   */
  addMetadata(metadata: ExtraAttributes): this;
}

/** What a tool did. */
export interface ToolResult {
  /** Whether it did what it was asked to. @defaultValue whether it threw */
  readonly success?: boolean | undefined;
  /** How many items it returned. */
  readonly itemsReturned?: number | undefined;
  /** How many bytes it worked on. */
  readonly bytesProcessed?: number | undefined;
}

/** One call of a tool. Every method can be chained, and never throws. */
export interface ToolCall {
  /**
   * What the tool did.
   *
   * @param result - What is known; a count of zero is not written.
   */
  setResult(result: ToolResult): this;

  /**
   * The model's id of the call, by which its answer is joined to the question.
   *
   * @param toolCallId - As the model gave it.
   */
  setToolCallId(toolCallId: string): this;

  /**
   * The arguments. Nothing is written unless a capture policy is installed.
   *
   * @param content - A text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  setInputContent(content: unknown, options?: CaptureOptions): this;

  /**
   * The result. Nothing is written unless a capture policy is installed.
   *
   * @param content - A text, or anything that can be serialised.
   * @param options - How much to keep.
   */
  setOutputContent(content: unknown, options?: CaptureOptions): this;

  /**
   * Says that the tool failed, where the function goes on all the same. The class is written, never the message.
   *
   * @param error - What was thrown.
   */
  setError(error: unknown): this;

  /**
   * Adds attributes of the application.
   *
   * @param metadata - By key; without the prefix `botanu.` or `gen_ai.` a key gets `botanu.tool.`.
   */
  addMetadata(metadata: ExtraAttributes): this;
}

/** A model call in the hands of code that cannot be a callback. */
export interface LlmCallScope extends ManualScope {
  /** The call. */
  readonly call: LlmCall;
}

/** A tool call in the hands of code that cannot be a callback. */
export interface ToolCallScope extends ManualScope {
  /** The call. */
  readonly call: ToolCall;
}
