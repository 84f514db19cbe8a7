import type { TracerProvider } from '@opentelemetry/api';
import type { CapturePolicy } from './capture';
import { createRunIdGenerator } from './run-id';

/**
 * What all copies of botanu in one process share (ESM and CJS, two versions): nothing else of ours is
 * global. The shape is versioned by its symbol; within a version fields are only ever added.
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
  /** What `enable()` switched on, or undefined. */
  activation?: Activation | undefined;
  /** Decides what content is written; without one, none is. */
  capture?: CapturePolicy | undefined;
  /** What the copies of `@botanu/delivery` share; absent where it is not used. */
  delivery?: unknown;
}

/** What `enable()` switched on. */
export interface Activation {
  /** Takes it back. */
  readonly disable: () => Promise<void>;
  /** What `enable()` answered: its shape is that of the copy that made it. */
  readonly report: object;
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
 */
export function getRuntime(): Runtime {
  const holder = globalThis as GlobalWithRuntime;
  holder[RUNTIME_KEY] ??= createRuntime();
  return holder[RUNTIME_KEY];
}
