/**
 * For authors of packages that build on botanu: trackers, processors, bootstraps. Applications do not need it.
 *
 * @packageDocumentation
 */
export { contextWithRun, contextWithStep, runAttributesOf, runOf } from './context';
export { readDeploymentEnvironment } from './environment';
export { getRuntime, type Runtime } from './runtime';
export { errorClassOf, safely, type WarningCode, warnOnce, warnTelemetryFailed } from './safely';
export { type Completion, type OnSettled, settle } from './settle';
export { runInSpan, startSpan } from './span-scope';
