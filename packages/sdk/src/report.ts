import { type WarningCode, warnOnce } from '@botanu/core/authoring';
import { diag } from '@opentelemetry/api';

/**
 * How botanu stands to the tracing of a process:
 *
 * - `standalone`: there was none; our provider is the global one.
 * - `attach`: we joined the provider that was there.
 * - `parallel`: there is a tracer that cannot be joined; our provider stands beside it.
 * - `disabled`: `OTEL_SDK_DISABLED` is set; nothing was enabled.
 */
export type EnabledMode = 'standalone' | 'attach' | 'parallel' | 'disabled';

/** What `enable()` warned about. */
export interface EnableWarning {
  /** The stable code: each has a paragraph in the documentation. */
  readonly code: WarningCode;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** An instrumentation that was not switched on. */
export interface SkippedInstrumentation {
  /** What is not instrumented. @example `pg` */
  readonly name: string;
  /** The package that would. @example `@opentelemetry/instrumentation-pg` */
  readonly packageName: string;
  /**
   * Why not:
   *
   * - `library-not-installed`: the application does not have what it instruments.
   * - `instrumentation-not-installed`: the application has the library, and not the instrumentation.
   * - `instrumented-already`: another instrumentation of the same library was switched on.
   * - `own-spans`: the library makes its own spans.
   * - `unsupported-version`: it does not know this version of the library.
   * - `failed`: it threw; there is a warning.
   */
  readonly reason:
    | 'library-not-installed'
    | 'instrumentation-not-installed'
    | 'instrumented-already'
    | 'own-spans'
    | 'unsupported-version'
    | 'failed';
}

/** What `enable()` found and did, as it was when it returned. */
export interface EnableReport {
  /** How botanu stands to the tracing of the process. */
  readonly mode: EnabledMode;
  /** The class of the provider that makes the spans of runs. @example `NodeTracerProvider` */
  readonly provider: string | undefined;
  /** Its sampler, as it describes itself. @example `ParentBased{root=TraceIdRatioBased{0.1}, …}` */
  readonly sampler: string | undefined;
  /** The classes of the propagators, in their order. */
  readonly propagators: readonly string[];
  /** The class of the context manager. */
  readonly contextManager: string | undefined;
  /** The names of the instrumentations that `enable()` switched on. */
  readonly instrumentations: readonly string[];
  /** What the table of instrumentations has, and was not switched on. */
  readonly skippedInstrumentations: readonly SkippedInstrumentation[];
  /** Where spans go: a URL without credentials, `console` or `none`. */
  readonly endpoint: string | undefined;
  /** What it warned about. */
  readonly warnings: readonly EnableWarning[];
}

/** Something to say when botanu is enabled. */
export interface Notice {
  readonly level: 'info' | 'warn' | 'error';
  /** Absent where it is only information. */
  readonly code?: WarningCode;
  readonly message: string;
}

/** Warns, and keeps what it warned about for the report. */
export class Reporter {
  readonly #logger = diag.createComponentLogger({ namespace: 'botanu' });
  readonly #warnings: EnableWarning[] = [];

  /** Everything so far. */
  get warnings(): readonly EnableWarning[] {
    return [...this.#warnings];
  }

  /**
   * Warns once in a process, and puts the warning into this report.
   *
   * @param code - The stable code.
   * @param message - What is wrong, and what to do about it.
   */
  warn(code: WarningCode, message: string): void {
    this.#warnings.push({ code, message });
    warnOnce(code, message, message);
  }

  /**
   * Says what was noticed while the settings were resolved.
   *
   * @param notices - In their order.
   */
  tell(notices: readonly Notice[]): void {
    for (const { level, code, message } of notices) {
      if (code === undefined) {
        this.info(message);
      } else if (level === 'error') {
        this.#warnings.push({ code, message });
        this.#logger.error(`${code}: ${message}`);
      } else {
        this.warn(code, message);
      }
    }
  }

  /** Says what was done. */
  info(message: string): void {
    this.#logger.info(message);
  }
}
