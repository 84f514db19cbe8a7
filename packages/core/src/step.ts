import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { contextWithStep } from './context';
import { toIdentifier } from './identifier';
import { createManualScope } from './manual-scope';
import { warnOnce } from './safely';
import { ATTR_BOTANU_STEP, SPAN_NAME_STEP_PREFIX } from './semconv';
import { SpanScope, startSpan } from './span-scope';
import type { FunctionWrapper, ManualScope } from './types';
import { createWrapper } from './wrapper';

/** The name of a step that was opened without one. */
const UNNAMED_STEP = 'unnamed';

/**
 * Every way to open a step: see {@link step}.
 * @example
 * ```ts
 * const phase: StepFunction = step;
 * console.log(phase('counting', () => 7)); // 7
 * ```
 */
export interface StepFunction {
  /**
   * Runs a function as one phase of a run: its span, and every span inside, carries the step's name, in this
   * service and in those that it calls. The guarantees are those of `event()`. Outside a run it is a plain span.
   *
   * @param name - The step's name, of low cardinality. @example `retrieval`
   * @param fn - The function.
   * @returns What `fn` returned.
   * @throws TypeError at once, where `fn` is no function.
   * @example
   * ```ts
   * const articles = await step('retrieval', () => agent.search(ticket.text));
   * const draft = await step('generation', () => agent.answer(ticket, articles));
   * console.log(draft); // Dear acme, How to reset a password
   * ```
   */
  <T>(name: string, fn: () => T): T;

  /**
   * Makes a wrapper of functions: a higher-order function, a TC39 method decorator and a legacy one. Each call of
   * the wrapped function is a step.
   *
   * @param name - The step's name.
   * @returns The wrapper. What it wraps keeps its `this`, `name` and `length`.
   * @example
   * ```ts
   * const retrieve = step('retrieval')(async (query: string) => agent.search(query));
   * console.log(await retrieve(ticket.text)); // [ 'How to reset a password' ]
   * ```
   */
  (name: string): FunctionWrapper<never>;

  /**
   * Begins a step for code that cannot be a callback. It is current only inside `scope.with(fn)`.
   *
   * @param name - The step's name.
   * @returns The scope: end it with `end()`, `fail(error)`, or a `using` declaration.
   * @example
   * ```ts
   * using scope = step.start('retrieval');
   * const articles = await scope.with(() => agent.search(ticket.text));
   * scope.end();
   * console.log(articles.length); // 1
   * ```
   */
  readonly start: (name: string) => ManualScope;
}

function runOrWrap(name: string, ...rest: [fn?: unknown]): unknown {
  if (rest.length === 0) {
    return createWrapper("step('name')", (original) => {
      return function run(this: unknown, ...parameters: never[]) {
        return openStep(name).scope.run(() => original.apply(this, parameters));
      };
    });
  }
  const [fn] = rest;
  if (typeof fn !== 'function') {
    throw new TypeError(
      "step() needs the function to run as its second argument. Write step('retrieval', () => { ... }).",
    );
  }
  return openStep(name).scope.run(() => (fn as () => unknown)());
}

function start(name: string): ManualScope {
  const { scope, stepName } = openStep(name);
  return createManualScope(SPAN_NAME_STEP_PREFIX + stepName, scope, () => false);
}

/**
 * Every way to open a step: see {@link StepFunction}.
 * @example
 * ```ts
 * const articles = await step('retrieval', () => agent.search(ticket.text));
 * console.log(articles.length); // 1
 * ```
 */
export const step: StepFunction = /* @__PURE__ */ Object.assign(runOrWrap as StepFunction, { start });

function openStep(name: unknown): { readonly scope: SpanScope; readonly stepName: string } {
  const stepName = toStepName(name);
  const stepContext = contextWithStep(context.active(), stepName);
  const span = startSpan(
    SPAN_NAME_STEP_PREFIX + stepName,
    { kind: SpanKind.INTERNAL, attributes: { [ATTR_BOTANU_STEP]: stepName } },
    stepContext,
  );
  const scope = new SpanScope(stepContext, span, ({ isError }) => {
    if (isError) {
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  });
  return { scope, stepName };
}

function toStepName(name: unknown): string {
  const stepName = toIdentifier(name);
  if (stepName === undefined) {
    warnOnce(
      'BOTANU_INVALID_ARGUMENT',
      `step() was called without a usable name; it is called "${UNNAMED_STEP}". Pass a short constant text.`,
      'step',
    );
    return UNNAMED_STEP;
  }
  return stepName;
}
