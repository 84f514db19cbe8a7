import * as llm from '@botanu/llm';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { startTracing, type Tracing } from './tracing';
import type { Call, RowDescription, SeenSpan } from './types';

/** What a program of the matrix needs of botanu. */
export interface Botanu {
  track<Result>(row: RowDescription, fn: (call: Call) => Promise<Result>): Promise<Result>;
  /** Whether `@botanu/llm` has a wrapper for the row's client. */
  canWrap(row: RowDescription): boolean;
  /** The wrapped client, and how to take the wrapper off again where it is of the whole process. */
  wrap<Client>(row: RowDescription, client: Client): { client: Client; undo(): void };
  takeSpans(): Promise<SeenSpan[]>;
  /** What was warned of since the last time. */
  takeWarnings(): string[];
}

/** Starts tracing in this process, and botanu with it. */
export function startBotanu(): Botanu {
  const tracing: Tracing = startTracing();
  let warnings: string[] = [];
  const keep = (...parts: unknown[]) => void warnings.push(parts.join(' '));
  const ignore = () => undefined;
  diag.setLogger(
    { error: keep, warn: keep, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.WARN,
  );
  return {
    track: ({ provider, model, operation }, fn) => llm.trackLlmCall({ provider, model, operation }, fn),
    canWrap: ({ wrapper }) => wrapper !== undefined && wrapperNamed(wrapper) !== undefined,
    wrap: ({ wrapper = '' }, client) => {
      const wrapOnce = wrapperNamed(wrapper);
      wrapOnce?.(client);
      // Twice is once.
      const result = wrapOnce?.(client);
      return typeof result === 'function'
        ? { client, undo: result as () => void }
        : { client: (result ?? client) as typeof client, undo: ignore };
    },
    takeSpans: () => tracing.takeSpans(),
    takeWarnings: () => {
      const taken = warnings;
      warnings = [];
      return taken;
    },
  };
}

function wrapperNamed(name: string): ((client: unknown) => unknown) | undefined {
  return (llm as unknown as Record<string, ((client: unknown) => unknown) | undefined>)[name];
}
