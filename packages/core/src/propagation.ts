import {
  type Baggage,
  type Context,
  context as openTelemetryContext,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  type TextMapGetter,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { runInBaggage, stepInBaggage } from './baggage';
import { callInContext } from './call-in-context';
import { carrierGetter, carrierSetter, toText } from './carrier';
import { contextWithRun } from './context';
import { explicitly, isExplicit } from './explicit';
import { contextWithLink } from './inherited-link';
import { contextWithSpan, spanOf } from './own-span';
import { RunContext } from './run-context';
import { getRuntime } from './runtime';
import { safely } from './safely';
import { settle } from './settle';
import type { ParentTrace } from './types';
import {
  BAGGAGE_HEADER,
  formatBaggage,
  formatTraceparent,
  parseBaggage,
  parseTraceparent,
  TRACEPARENT_HEADER,
  TRACESTATE_HEADER,
} from './w3c';

/**
 * Writes the current run, the application's own baggage and the trace context into a message, for queues and
 * anything else that is not HTTP: as `baggage`, `traceparent` and `tracestate` of the W3C, and whatever else
 * the application's own propagators write. It is explicit: wherever you send the carrier, the run's ids go, too.
 *
 * @param carrier - A plain object, `Map`, `Headers`, Kafka headers, or SQS message attributes that hold at
 * least one attribute. Anything else is left alone.
 * @param setter - How to write into a carrier of another kind.
 * @returns The same carrier. Never throws.
 * @example
 * ```ts
 * const message = event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, () => ({
 *   ticketId: ticket.id,
 *   context: injectRunContext({}),
 * }));
 * console.log(Object.keys(message)); // [ 'ticketId', 'context' ]
 * ```
 */
export function injectRunContext<C>(carrier: C, setter: TextMapSetter<C> = carrierSetter): C {
  safely('write a carrier', () => {
    const active = openTelemetryContext.active();
    injectExplicitly(active, carrier, setter);
    const spanContext = spanOf(active)?.spanContext();
    if (spanContext !== undefined && trace.isSpanContextValid(spanContext)) {
      setter.set(carrier, TRACEPARENT_HEADER, formatTraceparent(spanContext));
      const traceState = spanContext.traceState?.serialize();
      if (traceState) {
        setter.set(carrier, TRACESTATE_HEADER, traceState);
      }
    }
    const baggage = propagation.getBaggage(active);
    const header =
      baggage === undefined ? '' : formatBaggage(getRuntime().outbound?.sign(baggage) ?? baggage);
    if (header !== '') {
      setter.set(carrier, BAGGAGE_HEADER, header);
    }
  });
  return carrier;
}

/** Sentry's propagator writes nothing for another Context than the active one. */
function injectExplicitly<C>(active: Context, carrier: C, setter: TextMapSetter<C>): void {
  const explicit = explicitly(active);
  openTelemetryContext.with(explicit, () => {
    const current = openTelemetryContext.active();
    // Without a context manager nothing becomes active.
    propagation.inject(isExplicit(current) ? current : explicit, carrier, setter);
  });
}

/**
 * Reads the run out of a message.
 *
 * @param carrier - Whatever {@link injectRunContext} wrote into, as it arrived; also a record with the
 * `botanu.` keys themselves.
 * @param getter - How to read from a carrier of another kind.
 * @returns The run; undefined where there is none, or the carrier is garbage. Never throws.
 * @example
 * ```ts
 * const headers = { baggage: 'botanu.run_id=r-1,botanu.workflow=Support' };
 * console.log(extractRunContext(headers)?.workflow); // Support
 * ```
 */
export function extractRunContext<C>(
  carrier: C,
  getter: TextMapGetter<C> = carrierGetter,
): RunContext | undefined {
  return extract(carrier, getter).run;
}

/**
 * How {@link continueRun} continues.
 * @example
 * ```ts
 * const options: ContinueRunOptions = { parentTrace: 'link' };
 * const headers = { baggage: 'botanu.run_id=r-1,botanu.workflow=Support' };
 * console.log(continueRun(headers, (run) => run?.runId, options)); // r-1
 * ```
 */
export interface ContinueRunOptions<C = unknown> {
  /**
   * How the trace goes on: as a child of the sender's span, or as a new trace whose spans link to it.
   * @defaultValue `'parent'`
   */
  readonly parentTrace?: ParentTrace | undefined;
  /** How to read from a carrier of another kind. */
  readonly getter?: TextMapGetter<C> | undefined;
}

/**
 * Runs a function in the run that a message came from: same run, next process. It opens no span of its own.
 *
 * @param carrierOrRun - The message's carrier, or a run.
 * @param fn - Called once with the run; with undefined, in the current context, where the carrier has none.
 * @param options - How the trace goes on.
 * @returns What `fn` returned, unchanged.
 * @example
 * ```ts
 * const headers = { baggage: 'botanu.run_id=r-1,botanu.workflow=Support' };
 * await continueRun(headers, async (run) => {
 *   console.log(run?.runId, await agent.answer(ticket, [])); // r-1 Dear acme,
 * });
 * ```
 */
export function continueRun<T, C = unknown>(
  carrierOrRun: C,
  fn: (run: RunContext | undefined) => T,
  options: ContinueRunOptions<C> = {},
): T {
  const { context, run } = contextFrom(carrierOrRun, openTelemetryContext.active(), options);
  return settle(callInContext(context, fn, run), context, () => {});
}

/**
 * The context in which work on a message goes on.
 *
 * @param carrierOrRun - The message's carrier, or a run.
 * @param context - Where to start from.
 * @param options - How the trace goes on.
 * @example
 * ```ts
 * const message = { baggage: 'botanu.run_id=r-1,botanu.workflow=Support' };
 * const { context, run } = contextFrom(message, ROOT_CONTEXT, { parentTrace: 'parent' });
 * console.log(run?.runId, runOf(context) === run); // r-1 true
 * ```
 */
export function contextFrom<C>(
  carrierOrRun: C,
  context: Context,
  options: ContinueRunOptions<C>,
): { readonly context: Context; readonly run: RunContext | undefined } {
  const { baggage, run, step, spanContext } = extract(carrierOrRun, options.getter ?? carrierGetter);
  let result = baggage === undefined ? context : propagation.setBaggage(context, baggage);
  if (run !== undefined) {
    result = contextWithRun(result, run, step);
  }
  if (spanContext !== undefined) {
    result =
      options.parentTrace === 'link'
        ? contextWithLink(result, spanContext)
        : contextWithSpan(result, trace.wrapSpanContext(spanContext));
  }
  return { context: result, run };
}

/** What a message says about where it came from. */
interface Extracted {
  readonly baggage?: Baggage | undefined;
  readonly run?: RunContext | undefined;
  readonly step?: string | undefined;
  readonly spanContext?: SpanContext | undefined;
}

function extract<C>(carrier: C, getter: TextMapGetter<C>): Extracted {
  return safely('read a carrier', () => read(carrier, getter)) ?? {};
}

function read<C>(carrier: C, getter: TextMapGetter<C>): Extracted {
  // A run of this copy of the package or of another one.
  if (typeof (Object(carrier) as Partial<RunContext>).toBaggage === 'function') {
    return { run: carrier as RunContext };
  }
  const header = (name: string): string | undefined => toText(getter.get(carrier, name));
  const byPropagators = propagation.extract(explicitly(ROOT_CONTEXT), carrier, getter);
  const baggage = propagation.getBaggage(byPropagators) ?? parseBaggage(header(BAGGAGE_HEADER) ?? '');
  return {
    baggage,
    run: (baggage && runInBaggage(baggage, undefined)) ?? RunContext.read(header),
    step: baggage && stepInBaggage(baggage),
    spanContext:
      trace.getSpanContext(byPropagators) ??
      parseTraceparent(header(TRACEPARENT_HEADER) ?? '', header(TRACESTATE_HEADER)),
  };
}
