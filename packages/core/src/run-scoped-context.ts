import { type Baggage, type Context, createContextKey, type Span } from '@opentelemetry/api';
import type { RunContext } from './run-context';

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
  readonly #run: RunContext | undefined;
  readonly #baggage: Baggage | undefined;
  readonly #span: Span | undefined;

  private constructor(
    outer: Context,
    run: RunContext | undefined,
    baggage: Baggage | undefined,
    span: Span | undefined,
  ) {
    this.#outer = outer;
    this.#run = run;
    this.#baggage = baggage;
    this.#span = span;
  }

  /**
   * @param context - Any Context.
   * @param run - The run to put into it.
   * @param baggage - The baggage to put into it.
   */
  static create(context: Context, run: RunContext, baggage: Baggage): RunScopedContext {
    const outer = context instanceof RunScopedContext ? context.#outer : context;
    return new RunScopedContext(outer, run, baggage, context.getValue(SPAN_KEY) as Span | undefined);
  }

  getValue(key: symbol): unknown {
    switch (key) {
      case SPAN_KEY:
        return this.#span;
      case BAGGAGE_KEY:
        return this.#baggage;
      case RUN_KEY:
        return this.#run;
      default:
        return this.#outer.getValue(key);
    }
  }

  setValue(key: symbol, value: unknown): Context {
    switch (key) {
      case SPAN_KEY:
        return new RunScopedContext(this.#outer, this.#run, this.#baggage, value as Span);
      case BAGGAGE_KEY:
        return new RunScopedContext(this.#outer, this.#run, value as Baggage, this.#span);
      case RUN_KEY:
        return new RunScopedContext(this.#outer, value as RunContext, this.#baggage, this.#span);
      default:
        return new RunScopedContext(this.#outer.setValue(key, value), this.#run, this.#baggage, this.#span);
    }
  }

  deleteValue(key: symbol): Context {
    return key === SPAN_KEY || key === BAGGAGE_KEY || key === RUN_KEY
      ? this.setValue(key, undefined)
      : new RunScopedContext(this.#outer.deleteValue(key), this.#run, this.#baggage, this.#span);
  }
}
