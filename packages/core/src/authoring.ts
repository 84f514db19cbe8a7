/**
 * For authors of packages that build on botanu: trackers, processors, bootstraps. Applications do not need it.
 *
 * @packageDocumentation
 */
export { getAttempt } from './attempt';
export { callInContext } from './call-in-context';
export type { Completion, OnSettled } from './completion';
export { contextWithRun, contextWithStep, runAttributesOf, runOf } from './context';
export { readDeploymentEnvironment } from './environment';
export { createManualScope } from './manual-scope';
export type { RunContext } from './run-context';
export type { RunLife } from './run-life';
export { getRuntime, type Runtime } from './runtime';
export { errorClassOf, safely, type WarningCode, warnOnce, warnTelemetryFailed } from './safely';
export { settle } from './settle';
export { SpanScope, startSpan } from './span-scope';
export type { AnyFunction, FunctionWrapper, ManualScope } from './types';
export { createWrapper, type ReplaceFunction } from './wrapper';
