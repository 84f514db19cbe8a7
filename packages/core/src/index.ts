/**
 * The run context of botanu: wrap an AI workflow in an event, and every span inside knows the run.
 *
 * @packageDocumentation
 */
export { withAttempt } from './attempt';
export { getCurrentSpan, setBusinessContext, setCorrelation } from './business-context';
export { currentRun, getBaggage, getRunId, getWorkflow } from './context';
export { type EventFunction, event } from './event';
export { emitOutcome } from './outcome';
export { type ContinueRunOptions, continueRun, extractRunContext, injectRunContext } from './propagation';
export { RunContext } from './run-context';
export type { RunLife } from './run-life';
export { type StepFunction, step } from './step';
export type {
  Accepts,
  AnyFunction,
  BusinessContext,
  CompletionFields,
  ContextualFunction,
  EventOptions,
  EventScope,
  FunctionWrapper,
  Identifier,
  IfAccepted,
  ManualScope,
  OutcomeFields,
  ParentTrace,
  Resolvable,
  RunContextInit,
  RunOptions,
  RunOutcome,
  RunStatus,
  WorkflowOptions,
  WrapperOptions,
} from './types';
export { withBaggage } from './with-baggage';
export { botanuWorkflow } from './workflow';
