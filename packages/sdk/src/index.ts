/**
 * botanu for Node in one install. Importing this package makes the first `event()` call `enable()`.
 *
 * @packageDocumentation
 */
import { enableOnFirstEvent } from './auto-enable';

export {
  currentRun,
  type EventOptions,
  emitOutcome,
  event,
  getBaggage,
  getRunId,
  getWorkflow,
  type Identifier,
  type OutcomeFields,
  RunContext,
  step,
} from '@botanu/core';
export { ConfigurationError, type EnableOptions } from './configuration';
export { disable, enable, isEnabled } from './enable';

enableOnFirstEvent();
