import { callInContext, safely } from '@botanu/core/authoring';
import { asFields, type Fields, textOf } from './fields';
import { LlmCallSpan } from './llm-call';
import { ModelOperation } from './operation';
import { readAiSdkUsage } from './read-ai-sdk';
import { trackToolCall } from './track-tool-call';
import type { ToolCall } from './types';

/** What the AI SDK tells of a call of a model. Its types are not ours to depend on. */
type Event = Fields & { readonly callId?: unknown };

/** What the AI SDK hands to what wraps a call. */
type ExecuteOptions<T> = Event & { readonly execute: () => PromiseLike<T> };

/** The AI SDK calls whatever is in this list; from version 7 on. */
type GlobalWithIntegrations = typeof globalThis & { AI_SDK_TELEMETRY_INTEGRATIONS?: unknown[] };

/** Marks the integration: also for another copy of this package. */
const REGISTERED = Symbol.for('botanu.llm.ai-sdk.v1');

/** Calls that are never reported to have ended must not fill the memory. */
const MAX_OPEN_CALLS = 10_000;

/** Names of the AI SDK for providers, where the first word is not one of ours. */
const PROVIDERS: Readonly<Record<string, string>> = {
  azure: 'azure_openai',
  'amazon-bedrock': 'amazon_bedrock',
};

/**
 * Tracks every call of a model and of a tool that the Vercel AI SDK makes (7 and later): generated and streamed text and
 * objects, embeddings and rerankings. Calling it again changes nothing.
 *
 * @returns Takes it back: later calls are not tracked.
 * @example
 * ```ts
 * const unregister = registerAiSdk(); // Once, before the first generateText().
 * ```
 */
export function registerAiSdk(): () => void {
  const holder = globalThis as GlobalWithIntegrations;
  holder.AI_SDK_TELEMETRY_INTEGRATIONS ??= [];
  const integrations = holder.AI_SDK_TELEMETRY_INTEGRATIONS;
  const existing = integrations.find((integration) => asFields(integration)?.[REGISTERED as never] === true);
  if (existing !== undefined) {
    return () => remove(integrations, existing);
  }
  const integration = new AiSdkIntegration();
  integrations.push(integration);
  return () => remove(integrations, integration);
}

function remove(integrations: unknown[], integration: unknown): void {
  const index = integrations.indexOf(integration);
  if (index >= 0) {
    integrations.splice(index, 1);
  }
}

/** What the AI SDK calls. Calls of one `callId` follow each other: each is open from its start to its end. */
class AiSdkIntegration {
  readonly [REGISTERED] = true;
  readonly #open = new Map<string, LlmCallSpan>();
  /** Which attempt comes next, of calls whose last has failed. */
  readonly #nextAttempts = new Map<string, number>();

  /** Runs the request inside the span. A stream goes on after it: `onLanguageModelCallEnd` is its end. */
  executeLanguageModelCall<T>(options: ExecuteOptions<T>): PromiseLike<T> {
    const call = safely('track a call of the AI SDK', () => this.#start(options, ModelOperation.CHAT));
    return call === undefined ? options.execute() : this.#execute(options, call);
  }

  onLanguageModelCallEnd(event: Event): void {
    this.#finish(event, textOf(event.responseId), textOf(asFields(event.response)?.modelId));
  }

  onObjectStepStart(event: Event): void {
    this.#start(event, ModelOperation.CHAT);
  }

  onObjectStepEnd(event: Event): void {
    const response = asFields(event.response);
    this.#finish(event, textOf(response?.id), textOf(response?.modelId));
  }

  onEmbedStart(event: Event): void {
    this.#start(event, ModelOperation.EMBEDDINGS);
  }

  onEmbedEnd(event: Event): void {
    this.#finish(event, undefined, undefined);
  }

  /** The SDK tells no usage of a reranking: most are billed by the search. */
  onRerankStart(event: Event): void {
    this.#start(event, ModelOperation.RERANK);
  }

  onRerankEnd(event: Event): void {
    this.#take(event)?.scope.end({ isError: false });
  }

  onStepError(event: Event): void {
    this.#fail(event);
  }

  onError(event: unknown): void {
    this.#fail(asFields(event) ?? {});
  }

  /** What an aborted stream has used is not told. */
  onAbort(event: Event): void {
    this.#take(event)?.setFacts({}, true).scope.end({ isError: false });
  }

  /** Runs a tool inside a span of its own. */
  executeTool<T>(options: ExecuteOptions<T> & { readonly toolCallId?: unknown }): PromiseLike<T> {
    const toolName = textOf(asFields(options.toolCall)?.toolName);
    const toolCallId = textOf(options.toolCallId);
    return trackToolCall({ toolName, toolCallId }, (_: ToolCall) => options.execute());
  }

  #start(event: Event, operation: ModelOperation): LlmCallSpan {
    this.#take(event)?.scope.end({ isError: false });
    const call = new LlmCallSpan({ provider: providerOf(event), model: textOf(event.modelId), operation });
    const attempt = this.#nextAttempts.get(keyOf(event));
    if (attempt !== undefined) {
      call.setAttempt(attempt);
    }
    if (this.#open.size < MAX_OPEN_CALLS) {
      this.#open.set(keyOf(event), call);
    }
    return call;
  }

  /** The AI SDK tries again by itself: the next start of this call is the next attempt. */
  #expectRetry(event: Event): void {
    if (this.#nextAttempts.size < MAX_OPEN_CALLS) {
      this.#nextAttempts.set(keyOf(event), (this.#nextAttempts.get(keyOf(event)) ?? 1) + 1);
    }
  }

  #execute<T>({ execute, ...event }: ExecuteOptions<T>, call: LlmCallSpan): PromiseLike<T> {
    return callInContext(call.scope.context, execute, undefined).then(undefined, (error: unknown) => {
      this.#take(event);
      this.#expectRetry(event);
      call.scope.end({ isError: true, error });
      throw error;
    });
  }

  #finish(event: Event, id: string | undefined, model: string | undefined): void {
    this.#nextAttempts.delete(keyOf(event));
    const reason = textOf(event.finishReason);
    const usage = readAiSdkUsage(asFields(event.usage), asFields(event.providerMetadata));
    this.#take(event)
      ?.setFacts(
        { id, model, finishReasons: reason === undefined ? [] : [reason], usage },
        usage === undefined,
      )
      .scope.end({ isError: false });
  }

  /** An error is told of a whole call: all of its embeddings that are open end with it. */
  #fail(event: Event): void {
    this.#nextAttempts.delete(keyOf(event));
    const prefix = `${String(event.callId)}/`;
    for (const [key, call] of this.#open) {
      if (key.startsWith(prefix)) {
        this.#open.delete(key);
        call.scope.end({ isError: true, error: event.error });
      }
    }
  }

  #take(event: Event): LlmCallSpan | undefined {
    const key = keyOf(event);
    const call = this.#open.get(key);
    this.#open.delete(key);
    return call;
  }
}

/** Embeddings of one call go on at the same time: they have an id of their own. */
function keyOf({ callId, embedCallId }: Event): string {
  return `${String(callId)}/${String(embedCallId)}`;
}

/** `openai.responses` is a provider and its API. */
function providerOf({ provider }: Event): string | undefined {
  const [name = ''] = textOf(provider)?.split('.') ?? [];
  return PROVIDERS[name] ?? textOf(name);
}
