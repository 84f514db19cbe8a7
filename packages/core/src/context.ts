import {
  type Attributes,
  type Context,
  context as openTelemetryContext,
  propagation,
} from '@opentelemetry/api';
import { RunBaggage, runInBaggage, spanAttributesInBaggage } from './baggage';
import type { RunContext } from './run-context';
import { RUN_KEY, RunScopedContext } from './run-scoped-context';

/**
 * Puts a run into a Context: the live object for code in this process, and baggage for everybody else.
 *
 * @param context - Where to start from; its application baggage is kept.
 * @param run - The run.
 * @param step - The step's name, inside one.
 * @returns A new Context.
 * @example
 * ```ts
 * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
 * const runContext = contextWithRun(ROOT_CONTEXT, run);
 * console.log(runOf(runContext) === run); // true
 * ```
 */
export function contextWithRun(context: Context, run: RunContext, step?: string): Context {
  const baggage = new RunBaggage(run, step, propagation.getBaggage(context));
  return new RunScopedContext(context, run, baggage);
}

/**
 * Puts a step of the Context's run into the Context.
 *
 * @param context - Where to start from.
 * @param step - The step's name.
 * @returns A new Context; the same where there is no run.
 * @example
 * ```ts
 * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
 * const stepContext = contextWithStep(contextWithRun(ROOT_CONTEXT, run), 'packing');
 * console.log(runAttributesOf(stepContext)?.['botanu.step']); // packing
 * ```
 */
export function contextWithStep(context: Context, step: string): Context {
  const run = runOf(context);
  if (run === undefined) {
    return context;
  }
  return contextWithRun(context, run, step);
}

/**
 * Reads the run out of a Context. Baggage decides: the live run counts only while the baggage beside it
 * carries its id.
 *
 * @param context - Any Context.
 * @returns The run, live or as another service described it; undefined outside a run.
 * @example
 * ```ts
 * console.log(runOf(ROOT_CONTEXT)); // undefined
 * ```
 */
export function runOf(context: Context): RunContext | undefined {
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) {
    return undefined;
  }
  return runInBaggage(baggage, context.getValue(RUN_KEY) as RunContext | undefined);
}

/**
 * The attributes that a span starting in a Context is stamped with.
 *
 * @param context - The span's parent context.
 * @returns A prepared object, shared by all spans: do not change it. Undefined outside a run.
 * @example
 * ```ts
 * const run = RunContext.create({ eventId: 'order-7', customerId: 'acme', workflow: 'Fulfilment' });
 * const attributes = runAttributesOf(contextWithRun(ROOT_CONTEXT, run));
 * console.log(attributes?.['botanu.event_id']); // order-7
 * ```
 */
export function runAttributesOf(context: Context): Readonly<Attributes> | undefined {
  const baggage = propagation.getBaggage(context);
  return baggage === undefined ? undefined : spanAttributesInBaggage(baggage);
}

/**
 * The run that the calling code is in.
 *
 * @returns The run; undefined outside one. Never throws.
 * @example
 * ```ts
 * event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, (run) => {
 *   console.log(currentRun() === run); // true
 * });
 * console.log(currentRun()); // undefined
 * ```
 */
export function currentRun(): RunContext | undefined {
  return runOf(openTelemetryContext.active());
}

/**
 * The id of the run that the calling code is in.
 *
 * @returns A UUIDv7; undefined outside a run. Never throws.
 * @example
 * ```ts
 * const headers = event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, () => ({
 *   'x-request-run': getRunId() ?? 'none',
 * }));
 * console.log(headers['x-request-run'].length); // 36
 * ```
 */
export function getRunId(): string | undefined {
  return currentRun()?.runId;
}

/**
 * The workflow of the run that the calling code is in.
 *
 * @returns The workflow's name; undefined outside a run. Never throws.
 * @example
 * ```ts
 * const model = getWorkflow() === 'Support' ? 'gpt-4o-mini' : 'gpt-4o';
 * console.log(model); // gpt-4o
 * ```
 */
export function getWorkflow(): string | undefined {
  return currentRun()?.workflow;
}

/**
 * Reads one entry of the active W3C Baggage: one of ours or the application's own.
 *
 * @param key - The entry's key. @example `botanu.event_id`
 * @returns Its value; undefined where there is none. Never throws.
 * @example
 * ```ts
 * const message = event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, () => ({
 *   body: ticket.text,
 *   eventId: getBaggage('botanu.event_id'),
 * }));
 * console.log(message.body); // I forgot my password
 * ```
 */
export function getBaggage(key: string): string | undefined {
  return propagation.getActiveBaggage()?.getEntry(key)?.value;
}
