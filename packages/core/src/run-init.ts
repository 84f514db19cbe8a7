import { saneDeadline } from './run-record';
import { warnOnce } from './safely';
import {
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_TENANT_ID,
  ATTR_BOTANU_WORKFLOW,
} from './semconv';
import type { Identifier, RunContextInit } from './types';

/** In the order of the arguments of {@link missingKeys}. */
const REQUIRED_KEYS = [
  ATTR_BOTANU_WORKFLOW,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_TENANT_ID,
] as const;

/** The deadline that a run is given, by itself or as a timeout; one that is no time is warned about. */
export function deadlineFrom({ deadline, timeoutMs }: RunContextInit): number | undefined {
  if (deadline === undefined && timeoutMs === undefined) {
    return undefined;
  }
  const valid = saneDeadline(
    deadline ?? (typeof timeoutMs === 'number' && timeoutMs > 0 ? Date.now() + timeoutMs : 0),
  );
  if (valid === undefined) {
    warnOnce(
      'BOTANU_INVALID_ARGUMENT',
      'a run was given no valid timeoutMs (a positive number of milliseconds) or deadline; it has none.',
      'deadline',
    );
  }
  return valid;
}

/** Names what is missing, and what was given but cannot be sent. */
export function missingKeys(...values: readonly (string | boolean | undefined)[]): string {
  return REQUIRED_KEYS.filter((_, index) => !values[index]).join(',');
}

/** Whether a caller said that there is none. */
export function isAbsent(identifier: Identifier): boolean {
  return identifier === undefined || identifier === null || identifier === '';
}
