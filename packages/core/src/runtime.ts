import type { Baggage, TracerProvider } from '@opentelemetry/api';
import type { CapturePolicy } from './capture';
import { createRunIdGenerator } from './run-id';

/**
 * What all copies of botanu in one process share (ESM and CJS, two versions): nothing else of ours is
 * global. The shape is versioned by its symbol; within a version fields are only ever added.
 * @example
 * ```ts
 * const runtime: Runtime = getRuntime();
 * console.log(runtime.createRunId().length); // 36
 * ```
 */
export interface Runtime {
  /** Makes run ids: shared, because they are strictly increasing within the process. */
  readonly createRunId: () => string;
  /** How often each warning occurred, by its code. */
  readonly warningCounts: Map<string, number>;
  /** Which warnings have been logged: code and detail. */
  readonly warned: Set<string>;
  /** Called once, before the first event: `@botanu/sdk` enables itself here. */
  beforeFirstEvent?: (() => void) | undefined;
  /** The deployment environment that `enable()` was given. */
  environment?: string | undefined;
  /** Where our spans are made, when that is not the global provider. */
  tracerProvider?: TracerProvider | undefined;
  /** Whom `enable()` was told to believe: what middleware does unless it is told otherwise. */
  inbound?: InboundSettings | undefined;
  /** What `enable()` does with runs that leave the process. */
  outbound?: OutboundSettings | undefined;
  /** What `enable()` switched on, or undefined. */
  activation?: Activation | undefined;
  /** Decides what content is written; without one, none is. */
  capture?: CapturePolicy | undefined;
  /** What the copies of `@botanu/delivery` share; absent where it is not used. */
  delivery?: unknown;
  /** Whether a processor decides which of several spans bears a usage, so that a second report does no harm. */
  electsUsage?: boolean | undefined;
}

/** Whom to believe: as `trustInbound` and `contextKeys` of `enable()` say. */
interface InboundSettings {
  readonly trustInbound: boolean | 'signed' | ((request: never) => boolean);
  readonly contextKeys: readonly ContextKey[];
}

/** What is done with runs that leave the process. */
interface OutboundSettings {
  /** Signs the run in baggage that is about to be sent, where there is a key. */
  readonly sign: (baggage: Baggage) => Baggage;
  /** What was sent where, and what was held back: its shape is that of the copy that made it. */
  readonly account: () => object;
}

/**
 * A key of signatures.
 * @example
 * ```ts
 * const [key]: readonly ContextKey[] = createContextKeys(['correct horse battery staple, and more']);
 * console.log(key?.secret.length); // 38
 * ```
 */
export interface ContextKey {
  /** What signatures name it by. */
  readonly id: string;
  /** What signatures are made with; never logged. */
  readonly secret: Uint8Array;
}

/**
 * What `enable()` switched on.
 * @example
 * ```ts
 * const activation: Activation = { disable: async () => {}, report: { mode: 'standalone' } };
 * console.log(activation.report); // { mode: 'standalone' }
 * ```
 */
export interface Activation {
  /** Sends what has ended, while the process goes on. */
  readonly flush?: (() => Promise<void>) | undefined;
  /** Takes it back. */
  readonly disable: () => Promise<void>;
  /** What `enable()` answered: its shape is that of the copy that made it. */
  readonly report: object;
  /** What is in force, without secrets: its shape is that of the copy that made it. */
  readonly settings?: object;
}

const RUNTIME_KEY = Symbol.for('botanu.runtime.v1');

type GlobalWithRuntime = typeof globalThis & { [RUNTIME_KEY]?: Runtime };

function createRuntime(): Runtime {
  return {
    createRunId: createRunIdGenerator(),
    warningCounts: new Map(),
    warned: new Set(),
  };
}

/**
 * The process-wide slot, made by whichever copy of `@botanu/core` asks first.
 *
 * @returns The same object for every copy in the process.
 * @example
 * ```ts
 * console.log(getRuntime() === getRuntime()); // true
 * ```
 */
export function getRuntime(): Runtime {
  const holder = globalThis as GlobalWithRuntime;
  holder[RUNTIME_KEY] ??= createRuntime();
  return holder[RUNTIME_KEY];
}
