import {
  addCount,
  addExtras,
  addFlag,
  addText,
  assertTrackedFunction,
  assertTrackerOptions,
  type CaptureOptions,
  captureContent,
  TrackedCall,
  toCallName,
} from '@botanu/core/authoring';
import {
  ATTR_BOTANU_EVAL_INPUT_CONTENT,
  ATTR_BOTANU_EVAL_OUTPUT_CONTENT,
  ATTR_BOTANU_VENDOR,
} from '@botanu/core/semconv';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { recordToolCall } from './metrics';
import { ModelOperation } from './operation';
import { normalizeProvider } from './provider';
import * as semconv from './semconv';
import type { ToolCall, ToolCallOptions, ToolCallScope, ToolResult } from './types';
import { INSTRUMENTATION_SCOPE } from './version';

const NAME = 'trackToolCall';
const USAGE = "trackToolCall({ toolName: 'search_database' }, (tool) => { ... })";
const REQUIRED = ['toolName'];

/** A tool call and its span. */
class ToolCallSpan extends TrackedCall implements ToolCall {
  readonly #toolName: string;
  #isSuccess: boolean | undefined;

  constructor({ toolName, toolCallId, vendor, attributes: extras }: ToolCallOptions) {
    const name = toCallName(toolName, NAME, 'toolName');
    const attributes: Attributes = {
      [semconv.ATTR_GEN_AI_OPERATION_NAME]: ModelOperation.EXECUTE_TOOL,
      [semconv.ATTR_GEN_AI_TOOL_NAME]: name,
    };
    addText(attributes, semconv.ATTR_GEN_AI_TOOL_CALL_ID, toolCallId);
    addText(attributes, ATTR_BOTANU_VENDOR, vendor ? normalizeProvider(vendor) : undefined);
    addExtras(attributes, semconv.TOOL_PREFIX, extras);
    super({
      name: `${ModelOperation.EXECUTE_TOOL} ${name}`,
      kind: SpanKind.INTERNAL,
      prefix: semconv.TOOL_PREFIX,
      scope: INSTRUMENTATION_SCOPE,
      attributes,
    });
    this.#toolName = name;
  }

  /** Whether the tool is known to have done its work. */
  get isSuccess(): boolean | undefined {
    return this.#isSuccess;
  }

  setResult(result: ToolResult): this {
    return this.record((attributes) => this.#addResult(attributes, result));
  }

  #addResult(attributes: Attributes, { success, itemsReturned, bytesProcessed }: ToolResult): void {
    this.#isSuccess = typeof success === 'boolean' ? success : this.#isSuccess;
    addFlag(attributes, semconv.ATTR_BOTANU_TOOL_SUCCESS, success);
    addCount(attributes, semconv.ATTR_BOTANU_TOOL_ITEMS_RETURNED, itemsReturned, 'setResult().itemsReturned');
    addCount(
      attributes,
      semconv.ATTR_BOTANU_TOOL_BYTES_PROCESSED,
      bytesProcessed,
      'setResult().bytesProcessed',
    );
  }

  setToolCallId(toolCallId: string): this {
    return this.record((attributes) => addText(attributes, semconv.ATTR_GEN_AI_TOOL_CALL_ID, toolCallId));
  }

  setInputContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, ATTR_BOTANU_EVAL_INPUT_CONTENT, content, options);
    return this;
  }

  setOutputContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, ATTR_BOTANU_EVAL_OUTPUT_CONTENT, content, options);
    return this;
  }

  protected override onEnd(durationMs: number): void {
    const isSuccess = this.#isSuccess ?? this.errorType === undefined;
    this.write({
      [semconv.ATTR_BOTANU_TOOL_SUCCESS]: isSuccess,
      [semconv.ATTR_BOTANU_TOOL_DURATION_MS]: durationMs,
    });
    recordToolCall(
      { [semconv.ATTR_GEN_AI_TOOL_NAME]: this.#toolName },
      durationMs,
      isSuccess,
      this.errorType,
    );
  }
}

/**
 * Both ways to track a tool call: see {@link trackToolCall}.
 */
export interface TrackToolCall {
  /**
   * Runs a function as one call of a tool, with the guarantees of `event()`.
   *
   * @param options - `toolName` must be written, even if only as `undefined`.
   * @param fn - Called with the call.
   * @returns What `fn` returned.
   * @throws TypeError at once, where `toolName` is absent or `fn` is no function.
   * @example
   * ```ts
   * const rows = await trackToolCall({ toolName: 'search_database', toolCallId: call.id }, async (tool) => {
   *   const found = await search(call.arguments);
   *   tool.setResult({ success: true, itemsReturned: found.length });
   *   return found;
   * });
   * ```
   */
  <T>(options: ToolCallOptions, fn: (tool: ToolCall) => T): T;

  /**
   * Begins a tool call for code that cannot be a callback. Its span is current only inside `scope.with(fn)`.
   *
   * @param options - As above.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration. Disposed of without any of them,
   * and without a result, it is a failure.
   * @throws TypeError at once, where `toolName` is absent.
   */
  readonly start: (options: ToolCallOptions) => ToolCallScope;
}

function run<T>(options: ToolCallOptions, fn: (tool: ToolCall) => T): T {
  assertTrackerOptions(NAME, USAGE, options, REQUIRED);
  assertTrackedFunction(NAME, USAGE, fn);
  return new ToolCallSpan(options).run(fn);
}

function start(options: ToolCallOptions): ToolCallScope {
  assertTrackerOptions(NAME, USAGE, options, REQUIRED);
  const tool = new ToolCallSpan(options);
  return tool.toManualScope(() => tool.isSuccess === true);
}

/**
 * Tracks tool calls: see {@link TrackToolCall}.
 * @example
 * ```ts
 * const articles = await trackToolCall({ toolName: 'search' }, async (tool) => {
 *   const found = await agent.search(ticket.text);
 *   tool.setResult({ itemsReturned: found.length });
 *   return found;
 * });
 * ```
 */
export const trackToolCall: TrackToolCall = /* @__PURE__ */ Object.assign(run, { start });
