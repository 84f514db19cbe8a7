import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import type { LogLevel } from './botanu-config';
import { isRegistered } from './globals';

/**
 * Without any `diag` logger a warning of ours would reach nobody: it goes to the console then, and what was found
 * and done does, too. A logger of the application is left in charge.
 *
 * @param level - From where on.
 * @returns Takes the logger out again, where it was ours.
 */
export function registerConsoleLogger(level: LogLevel): () => void {
  if (isRegistered('diag')) {
    return () => {};
  }
  diag.setLogger(ERROR_STREAM_LOGGER, { logLevel: LOG_LEVELS[level] });
  return () => diag.disable();
}

const write = (...parameters: unknown[]): void => console.error(...parameters);

/** The console writes information to the standard output, which may be what the application is for. */
const ERROR_STREAM_LOGGER: DiagLogger = {
  error: write,
  warn: write,
  info: write,
  debug: write,
  verbose: write,
};

const LOG_LEVELS: Readonly<Record<LogLevel, DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};
