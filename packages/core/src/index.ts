/**
 * The run context of botanu: wrap an AI workflow in an event, and every span inside knows the run.
 *
 * @packageDocumentation
 */
export { currentRun, getBaggage, getRunId, getWorkflow } from './context';
export { event } from './event';
export { emitOutcome } from './outcome';
export { RunContext } from './run-context';
export { step } from './step';
export type { EventOptions, Identifier, OutcomeFields } from './types';
