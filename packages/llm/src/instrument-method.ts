import { createWrapper, defineHidden, getRuntime, safely, warnTelemetryFailed } from '@botanu/core/authoring';
import { CallReader } from './call-reader';
import { asFields, type Fields, firstOf, numberOf } from './fields';
import { LlmCallSpan } from './llm-call';
import type { LlmCallOptions, RequestParams } from './types';

/** Marks a function as ours: also for another copy of this package. */
const INSTRUMENTED = Symbol.for('botanu.llm.instrumented.v1');

/** Says what a method is about to ask for, from its first parameter; undefined where it is no call of a model. */
export type DescribeCall = (request: Fields) => LlmCallOptions | undefined;

type Method = (...parameters: unknown[]) => unknown;

/**
 * Replaces a method of a client, in place, by one whose calls are tracked. What the method returns is the caller's,
 * unchanged. A method that is ours already is left alone, and so are the calls of one that another instrumentation has
 * wrapped: it records them. Its streams it may record without usage (openinference does), so those are tracked
 * where a processor sees to it that a usage counts once.
 *
 * @param target - The client, or a part of it. Where it is none, or has no such method, nothing happens.
 * @param name - The method.
 * @param describe - Says what is asked for.
 */
export function instrumentMethod(target: unknown, name: string, describe: DescribeCall): void {
  const owner = asFields(target);
  const original = owner?.[name];
  if (owner === undefined || typeof original !== 'function' || isOurs(original)) {
    return;
  }
  const isRecorded = isInstrumented(original);
  const wrap = createWrapper<never>(name, (method) => {
    return function tracked(this: unknown, ...parameters: unknown[]): unknown {
      const run = (): unknown => (method as Method).apply(this, parameters);
      if (isRecorded && !(isStreamed(parameters[0]) && getRuntime().electsUsage === true)) {
        return run();
      }
      const call = openCall(parameters[0], describe);
      return call === undefined ? run() : new CallReader(call).run(run);
    };
  });
  replaceMethod(owner, name, wrap(original as Method));
}

/**
 * Puts a function of ours in the place of a method.
 *
 * @param owner - The client, or a part of it.
 * @param name - The method.
 * @param replacement - What is called in its place.
 */
export function replaceMethod(owner: object, name: string, replacement: object): void {
  defineHidden(replacement, INSTRUMENTED, true);
  if (!defineHidden(owner, name, replacement)) {
    warnTelemetryFailed(`instrument ${name}() of a client that is frozen`, new TypeError());
  }
}

/**
 * Whether a method is wrapped, by us or by an instrumentation of OpenTelemetry's kind (`shimmer`): OpenTelemetry's own,
 * openinference's, traceloop's. It records the call, and a second record would be a second bill.
 *
 * @param method - The method.
 */
export function isInstrumented(method: object): boolean {
  const marks = method as { __wrapped?: unknown; __original?: unknown };
  return isOurs(method) || marks.__wrapped === true || typeof marks.__original === 'function';
}

function isOurs(method: object): boolean {
  return (method as { [INSTRUMENTED]?: unknown })[INSTRUMENTED] === true;
}

function isStreamed(request: unknown): boolean {
  return safely('look at a request', () => asFields(request)?.stream === true) === true;
}

/**
 * Begins a call; a description that fails costs the span, not the application.
 *
 * @param parameter - The method's first.
 * @param describe - Says what is asked for.
 */
export function openCall(parameter: unknown, describe: DescribeCall): LlmCallSpan | undefined {
  return safely('describe a call of a client', () => {
    const request = asFields(parameter) ?? {};
    const options = describe(request);
    return options === undefined ? undefined : new LlmCallSpan(options).setRequestParams(paramsOf(request));
  });
}

/** The parameters of a request, in the words of each provider. */
function paramsOf(request: Fields): RequestParams {
  const config = asFields(request.config) ?? asFields(request.inferenceConfig) ?? request;
  const stop = firstOf(config, 'stop', 'stop_sequences', 'stopSequences');
  return {
    temperature: numberOf(config.temperature),
    topP: numberOf(firstOf(config, 'top_p', 'topP')),
    maxTokens: numberOf(
      firstOf(
        config,
        'max_completion_tokens',
        'max_output_tokens',
        'max_tokens',
        'maxOutputTokens',
        'maxTokens',
      ),
    ),
    frequencyPenalty: numberOf(firstOf(config, 'frequency_penalty', 'frequencyPenalty')),
    presencePenalty: numberOf(firstOf(config, 'presence_penalty', 'presencePenalty')),
    stopSequences: typeof stop === 'string' || Array.isArray(stop) ? (stop as string | string[]) : undefined,
  };
}

/**
 * Has copies of a client that it makes itself (`withOptions()`) instrumented, too.
 *
 * @param client - The client.
 * @param instrument - What is done with a copy.
 */
export function instrumentCopies(client: object, instrument: (copy: object) => void): void {
  const original = (client as Fields).withOptions;
  if (typeof original !== 'function' || isInstrumented(original)) {
    return;
  }
  replaceMethod(
    client,
    'withOptions',
    function withOptions(this: unknown, ...parameters: unknown[]): unknown {
      const copy: unknown = (original as Method).apply(this, parameters);
      if (typeof copy === 'object' && copy !== null) {
        instrument(copy);
      }
      return copy;
    },
  );
}
