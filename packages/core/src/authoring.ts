/**
 * For authors of packages that build on botanu: trackers, processors, bootstraps. Applications do not need it.
 *
 * @packageDocumentation
 */
export { getAttempt } from './attempt';
export {
  addCount,
  addExtras,
  addFlag,
  addNumber,
  addText,
  type ExtraAttributes,
  isCount,
} from './attribute-writer';
export { callInContext } from './call-in-context';
export { type CaptureOptions, type CapturePolicy, captureContent } from './capture';
export { whenCollected } from './collected';
export { type Completion, defineHidden, type OnSettled, type OnValue } from './completion';
export { contextWithRun, contextWithStep, runAttributesOf, runOf } from './context';
export { readDeploymentEnvironment } from './environment';
export { isExplicit } from './explicit';
export { inheritedLinks } from './inherited-link';
export { createManualScope } from './manual-scope';
export { contextWithSpan, spanOf } from './own-span';
export { isPlainPromise } from './plain-promise';
export { contextFrom } from './propagation';
export type { RunContext } from './run-context';
export type { RunLife } from './run-life';
export { type Activation, getRuntime, type Runtime } from './runtime';
export {
  errorClassOf,
  safely,
  type WarningCode,
  warnEachTime,
  warnOnce,
  warnTelemetryFailed,
} from './safely';
export { settle } from './settle';
export { isWebStream } from './settle-stream';
export { SpanScope, startSpan } from './span-scope';
export { type CallScope, TrackedCall, type TrackedCallOptions, type TrackerScope } from './tracked-call';
export { assertTrackedFunction, assertTrackerOptions, toCallName } from './tracker-options';
export type { AnyFunction, FunctionWrapper, ManualScope } from './types';
export { createWrapper, type ReplaceFunction } from './wrapper';
