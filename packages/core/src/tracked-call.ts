import {
  type Attributes,
  type Context,
  context as openTelemetryContext,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { addExtras, type ExtraAttributes } from './attribute-writer';
import { type Completion, type OnValue, SUCCESS } from './completion';
import { createManualScope } from './manual-scope';
import { errorClassOf, warnTelemetryFailed } from './safely';
import { ATTR_ERROR_TYPE } from './semconv';
import { currentTracerProvider, SpanScope, startSpan } from './span-scope';
import type { ManualScope } from './types';

/**
 * Who makes a span: a package of trackers. One object per package, since its tracer is kept by it.
 * @example
 * ```ts
 * const scope: TrackerScope = { name: 'my-tracker', version: '1.0.0' };
 * console.log(scope.name); // my-tracker
 * ```
 */
export interface TrackerScope {
  /** The package's name. @example `@botanu/llm` */
  readonly name: string;
  /** The package's version. */
  readonly version: string;
}

/** The tracers of one provider, by who asked for them. */
let cachedTracers:
  | { readonly provider: TracerProvider; readonly tracers: Map<TrackerScope, Tracer> }
  | undefined;

function tracerOf(scope: TrackerScope): Tracer {
  const provider = currentTracerProvider();
  if (cachedTracers?.provider !== provider) {
    cachedTracers = { provider, tracers: new Map() };
  }
  const { tracers } = cachedTracers;
  let tracer = tracers.get(scope);
  if (tracer === undefined) {
    tracer = provider.getTracer(scope.name, scope.version);
    tracers.set(scope, tracer);
  }
  return tracer;
}

/**
 * What was called: a span of a tracker.
 * @example
 * ```ts
 * const scope = { name: 'my-tracker', version: '1.0.0' };
 * const options: TrackedCallOptions = { name: 'db.postgresql.select', prefix: 'botanu.data.', scope };
 * console.log(options.name); // db.postgresql.select
 * ```
 */
export interface TrackedCallOptions extends SpanOptions {
  /** The span's name. */
  readonly name: string;
  /** What extra attributes begin with, dot included. @example `botanu.data.` */
  readonly prefix: string;
  /** Which package makes the span. */
  readonly scope: TrackerScope;
}

/**
 * A tracked call in the hands of code that cannot be a callback.
 * @example
 * ```ts
 * class QueryCall extends TrackedCall {}
 * const scope = { name: 'my-tracker', version: '1.0.0' };
 * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
 * const manual: CallScope<QueryCall> = query.toManualScope(() => true);
 * console.log(manual.call === query); // true
 * manual.end();
 * ```
 */
export interface CallScope<C> extends ManualScope {
  /** The call. */
  readonly call: C;
}

/**
 * What every tracker of calls (models, tools, databases, storage, messages) needs: the call's span, a function run
 * inside it, its duration, the class of its error, and attributes that can be added while it goes on. A tracker
 * extends it by its own setters, and by {@link TrackedCall.onEnd}.
 *
 * @example
 * ```ts
 * class QueryCall extends TrackedCall {
 *   setRows(rows: number): this {
 *     const attributes = {};
 *     addCount(attributes, 'botanu.data.rows_returned', rows, 'setRows()');
 *     return this.write(attributes);
 *   }
 * }
 *
 * const scope = { name: 'my-tracker', version: '1.0.0' };
 * const query = new QueryCall({ name: 'db.postgresql.select', kind: SpanKind.CLIENT, prefix: 'botanu.data.', scope });
 * const rows = query.run((call) => {
 *   call.setRows(1);
 *   return ['How to reset a password'];
 * });
 * console.log(rows.length); // 1
 * ```
 */
export abstract class TrackedCall {
  /**
   * The span's life.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.scope.end({ isError: false });
   * console.log(query.scope.isEnded); // true
   * ```
   */
  readonly scope: SpanScope;
  /**
   * The call's span.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {
   *   traceId(): string {
   *     return this.span.spanContext().traceId;
   *   }
   * }
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * console.log(query.run((call) => call.traceId()).length); // 32
   * ```
   */
  protected readonly span: Span;

  readonly #name: string;
  readonly #prefix: string;
  readonly #startedAt = performance.now();
  #errorType: string | undefined;
  #holds = 0;
  #heldCompletion: Completion | undefined;

  /**
   * Starts the span, in the active context.
   *
   * @param options - The span's name, kind and attributes.
   */
  constructor(options: TrackedCallOptions) {
    const parentContext: Context = openTelemetryContext.active();
    this.#name = options.name;
    this.#prefix = options.prefix;
    this.span = startSpan(options.name, options, parentContext, () => tracerOf(options.scope));
    this.scope = new SpanScope(parentContext, this.span, (completion) => this.#complete(completion));
  }

  /**
   * The class of the error that the call failed with; undefined where it did not, or not yet.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.setError(new RangeError('no such row'));
   * console.log(query.errorType); // RangeError
   * query.scope.end({ isError: false });
   * ```
   */
  get errorType(): string | undefined {
    return this.#errorType;
  }

  /**
   * The milliseconds since the call began.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * await query.run(() => agent.search(ticket.text));
   * console.log(query.elapsedMs > 0); // true
   * ```
   */
  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /**
   * Runs a function inside the call; the call ends when what the function returned has finished. Value, error, and
   * whether it is sync or async are the caller's, unchanged: see `settle`.
   *
   * @param fn - Called once, with the call.
   * @param onValue - Called with what the caller is about to get, before the call ends.
   * @returns What `fn` returned.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * const articles = await query.run(() => agent.search(ticket.text));
   * console.log(articles, query.scope.isEnded); // [ 'How to reset a password' ] true
   * ```
   */
  run<T>(fn: (call: this) => T, onValue?: OnValue): T {
    return this.scope.run(fn, this, onValue);
  }

  /**
   * The call in the hands of code that cannot be a callback.
   *
   * @param isCompleted - Whether the call is known to have gone well, when it is disposed of without `end()`.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * using manual = query.toManualScope(() => true);
   * console.log(manual.with(() => 7)); // 7
   * ```
   */
  toManualScope(isCompleted: () => boolean): CallScope<this> {
    return Object.assign(createManualScope(this.#name, this.scope, isCompleted), { call: this });
  }

  /**
   * Says that the call failed. Its class is written, never its message.
   *
   * @param error - What was thrown.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.setError(new RangeError('no such row')).scope.end({ isError: false });
   * console.log(query.errorType); // RangeError
   * ```
   */
  setError(error: unknown): this {
    this.#errorType = errorClassOf(error);
    try {
      if (this.span.isRecording()) {
        this.span.setAttribute(ATTR_ERROR_TYPE, this.#errorType);
        this.span.setStatus({ code: SpanStatusCode.ERROR });
      }
    } catch (failure) {
      warnTelemetryFailed('set the error of a call', failure);
    }
    return this;
  }

  /**
   * Adds attributes of the application.
   *
   * @param metadata - By key; without the prefix `botanu.` or `gen_ai.` a key gets the tracker's.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.run((call) => call.addMetadata({ shard: 7, 'botanu.vendor': 'acme-db' }));
   * ```
   */
  addMetadata(metadata: ExtraAttributes): this {
    return this.record((attributes) => addExtras(attributes, this.#prefix, metadata));
  }

  /**
   * Keeps the span open beyond the end of the user's function, for what goes on behind it: a stream. A function
   * that fails ends the span at once all the same, unless {@link TrackedCall.holdsFailures} says otherwise.
   *
   * @returns Lets go; only the first call counts.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {}
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * const letGo = query.hold();
   * const stream = query.run(() => ['a chunk']);
   * console.log(stream.length); // 1
   * letGo();
   * ```
   */
  hold(): () => void {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (isHeld) {
        isHeld = false;
        this.#holds -= 1;
        this.#completeHeld();
      }
    };
  }

  /**
   * Writes attributes on the call's span; never throws.
   *
   * @param attributes - What to write.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {
   *   setShard(shard: number): this {
   *     return this.write({ 'botanu.data.shard': shard });
   *   }
   * }
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.run((call) => call.setShard(7));
   * ```
   */
  protected write(attributes: Attributes): this {
    try {
      // An ended span warns about each attribute that comes too late.
      if (this.span.isRecording()) {
        this.span.setAttributes(attributes);
      }
    } catch (error) {
      warnTelemetryFailed('set attributes of a call', error);
    }
    return this;
  }

  /**
   * Writes the attributes that a setter adds; never throws, whatever the application handed to it.
   *
   * @param add - Adds to the attributes.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {
   *   setResult(result: { rows: string[] }): this {
   *     return this.record((attributes) =>
   *       addCount(attributes, 'botanu.data.rows_returned', result.rows.length, 'setResult()'),
   *     );
   *   }
   * }
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.run((call) => call.setResult({ rows: ['How to reset a password'] }));
   * ```
   */
  protected record(add: (attributes: Attributes) => void): this {
    const attributes: Attributes = {};
    try {
      add(attributes);
    } catch (error) {
      warnTelemetryFailed('read what was said of a call', error);
    }
    return this.write(attributes);
  }

  /**
   * Called once, before the span ends: the place for what is known only then.
   *
   * @param _durationMs - How long the call took, in milliseconds.
   * @example
   * ```ts
   * class QueryCall extends TrackedCall {
   *   protected override onEnd(durationMs: number): void {
   *     console.log(durationMs >= 0); // true
   *   }
   * }
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const query = new QueryCall({ name: 'db.postgresql.select', prefix: 'botanu.data.', scope });
   * query.run(() => {});
   * ```
   */
  protected onEnd(_durationMs: number): void {}

  /**
   * Whether a failure waits, too, while the span is held: whoever holds it sees every failure that matters.
   * @example
   * ```ts
   * class StreamCall extends TrackedCall {
   *   protected override get holdsFailures(): boolean {
   *     return true;
   *   }
   * }
   * const scope = { name: 'my-tracker', version: '1.0.0' };
   * const call = new StreamCall({ name: 'chat gpt-4o', prefix: 'botanu.', scope });
   * call.scope.end({ isError: true, error: new RangeError('no') });
   * console.log(call.errorType); // RangeError
   * ```
   */
  protected get holdsFailures(): boolean {
    return false;
  }

  #complete(completion: Completion): void {
    if (this.#holds > 0 && (!completion.isError || this.holdsFailures)) {
      this.#heldCompletion = SUCCESS;
      return;
    }
    if (completion.isError && this.#errorType === undefined) {
      this.setError(completion.error);
    }
    try {
      this.onEnd(this.elapsedMs);
    } finally {
      this.span.end();
    }
  }

  #completeHeld(): void {
    const completion = this.#heldCompletion;
    if (this.#holds === 0 && completion !== undefined) {
      this.#heldCompletion = undefined;
      try {
        this.#complete(completion);
      } catch (error) {
        warnTelemetryFailed('end the span of a call', error);
      }
    }
  }
}
