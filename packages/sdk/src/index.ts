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
export type { BotanuConfig, ExportScope, LogLevel, Mode, PiiOptions } from './botanu-config';
export type { EnableOptions } from './configuration';
export { ConfigurationError, type ConfigurationProblem } from './configuration-error';
export { disable, enable, getConfig, isEnabled } from './enable';
export { type FlushOptions, flush } from './flush';
export type { InboundHeaders, TrustInbound } from './inbound-trust-propagator';
export type { PropagationAccount, PropagationCount } from './propagation-account';
export { propagationAccount } from './propagation-guard';
export type { PropagationTarget, PropagationTargets } from './propagation-targets';
export type { EnabledMode, EnableReport, EnableWarning, SkippedInstrumentation } from './report';
export type { Instrumentations } from './special-kinds';

enableOnFirstEvent();
