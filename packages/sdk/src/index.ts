/**
 * botanu for Node in one install. Importing this package makes the first `event()` call `enable()`.
 *
 * @packageDocumentation
 */
import { enableOnFirstEvent } from './auto-enable';

export {
  type Accepts,
  type AnyFunction,
  type BusinessContext,
  botanuWorkflow,
  type CompletionFields,
  type ContextualFunction,
  type ContinueRunOptions,
  continueRun,
  currentRun,
  type EventFunction,
  type EventOptions,
  type EventScope,
  emitOutcome,
  event,
  extractRunContext,
  type FunctionWrapper,
  getBaggage,
  getCurrentSpan,
  getRunId,
  getWorkflow,
  type Identifier,
  type IfAccepted,
  injectRunContext,
  type ManualScope,
  type OutcomeFields,
  type ParentTrace,
  type Resolvable,
  RunContext,
  type RunContextInit,
  type RunOptions,
  type RunOutcome,
  type RunStatus,
  type StepFunction,
  setBusinessContext,
  setCorrelation,
  step,
  type WorkflowOptions,
  type WrapperOptions,
  withAttempt,
  withBaggage,
} from '@botanu/core';
export { type DeliveryStats, type DropReason, getDeliveryStats, type SpoolOptions } from '@botanu/delivery';
export type { Instrumentations } from './auto-instrumentation';
export type { EnableOptions, ExportScope, Mode } from './configuration';
export { ConfigurationError } from './configuration-error';
export type { ContentOptions, PiiOptions } from './content-configuration';
export { disable, enable, isEnabled } from './enable';
export type { InboundHeaders, TrustInbound } from './inbound-trust-propagator';
export type { PropagationAccount, PropagationCount } from './propagation-account';
export { propagationAccount } from './propagation-guard';
export type { PropagationTarget, PropagationTargets } from './propagation-targets';
export type { EnabledMode, EnableReport, EnableWarning, SkippedInstrumentation } from './report';

enableOnFirstEvent();
