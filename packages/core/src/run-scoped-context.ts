import { type Context, createContextKey } from '@opentelemetry/api';

/** Where the live run is in a Context. `createContextKey` is `Symbol.for`: all copies share it, so it has a version. */
export const RUN_KEY = createContextKey('botanu.run.v1');

/**
 * The keys of the OpenTelemetry API for what changes most inside a run. Were they renamed, these slots would
 * stay unused and the values lie in the outer context: slower, and still right.
 */
const BAGGAGE_KEY = createContextKey('OpenTelemetry Baggage Key');
const SPAN_KEY = createContextKey('OpenTelemetry Context Key SPAN');

/**
 * A Context with slots of its own for run, baggage and span. The API's Context copies a Map for every value that
 * is set; a run sets three, and each span inside sets one more. Everything else lies in the outer context, which
 * is never one of these, so that nothing grows with nesting.
 */
export class RunScopedContext implements Context {
  readonly #outer: Context;
  readonly #run: unknown;
  readonly #baggage: unknown;
  readonly #span: unknown;

  /**
   * @param outer - Any Context.
   * @param run - The run to put into it.
   * @param baggage - The baggage to put into it.
   * @param span - The span to put into it; without it, that of `outer`.
   */
  constructor(outer: Context, run: unknown, baggage: unknown, span = outer.getValue(SPAN_KEY)) {
    this.#outer = outer instanceof RunScopedContext ? outer.#outer : outer;
    this.#run = run;
    this.#baggage = baggage;
    this.#span = span;
  }

  getValue(key: symbol): unknown {
    return key === SPAN_KEY
      ? this.#span
      : key === BAGGAGE_KEY
        ? this.#baggage
        : key === RUN_KEY
          ? this.#run
          : this.#outer.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    const hasSlot = key === SPAN_KEY || key === BAGGAGE_KEY || key === RUN_KEY;
    return new RunScopedContext(
      hasSlot ? this.#outer : this.#outer.setValue(key, value),
      key === RUN_KEY ? value : this.#run,
      key === BAGGAGE_KEY ? value : this.#baggage,
      // Not undefined: that would be the span of the outer context.
      (key === SPAN_KEY ? value : this.#span) ?? null,
    );
  }

  deleteValue(key: symbol): Context {
    return this.setValue(key, undefined);
  }
}
