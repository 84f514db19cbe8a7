import { type Context, createContextKey } from '@opentelemetry/api';

/** Where the live run is in a Context. `createContextKey` is `Symbol.for`: all copies share it, so it has a version. */
export const RUN_KEY = createContextKey('botanu.run.v1');

type Values = Readonly<Record<symbol, unknown>>;

/**
 * A Context whose values lie in a small object. The API's Context copies a Map for every value that is set; a run
 * sets three, and each span inside sets one more. What was set before the run lies in the outer context, which is
 * never one of these, so that nothing grows with nesting.
 */
export class RunScopedContext implements Context {
  readonly #outer: Context;
  readonly #values: Values;

  private constructor(outer: Context, values: Values) {
    this.#outer = outer;
    this.#values = values;
  }

  /** The same values, in a Context of this kind. */
  static from(context: Context): RunScopedContext {
    return context instanceof RunScopedContext ? context : new RunScopedContext(context, {});
  }

  getValue(key: symbol): unknown {
    return key in this.#values ? this.#values[key] : this.#outer.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new RunScopedContext(this.#outer, { ...this.#values, [key]: value });
  }

  deleteValue(key: symbol): Context {
    return this.setValue(key, undefined);
  }
}
