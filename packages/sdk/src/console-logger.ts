import { DiagConsoleLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import { isRegistered } from './globals';

/**
 * Without any `diag` logger a warning of ours would reach nobody: warnings and errors go to the console then.
 * A logger of the application, and `OTEL_LOG_LEVEL`, are left in charge.
 *
 * @returns Takes the logger out again, where it was ours.
 */
export function registerConsoleLogger(): () => void {
  if (isRegistered('diag')) {
    return () => {};
  }
  diag.setLogger(new DiagConsoleLogger(), { logLevel: logLevelOf(process.env.OTEL_LOG_LEVEL) });
  return () => diag.disable();
}

const LOG_LEVELS: Readonly<Record<string, DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};

function logLevelOf(name: string | undefined): DiagLogLevel {
  return LOG_LEVELS[name?.trim().toLowerCase() ?? 'warn'] ?? DiagLogLevel.WARN;
}
