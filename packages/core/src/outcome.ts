import type { Attributes } from '@opentelemetry/api';
import { toAttributeValue } from './attribute-writer';
import { getCurrentSpan } from './business-context';
import { scrubText } from './capture';
import { currentRun } from './context';
import { toWellFormed } from './identifier';
import { safely, warnOnce } from './safely';
import {
  ATTR_BOTANU_OUTCOME_CONFIDENCE,
  ATTR_BOTANU_OUTCOME_ERROR_TYPE,
  ATTR_BOTANU_OUTCOME_METADATA_PREFIX,
  ATTR_BOTANU_OUTCOME_REASON,
  ATTR_BOTANU_OUTCOME_VALUE_AMOUNT,
  ATTR_BOTANU_OUTCOME_VALUE_TYPE,
  EVENT_BOTANU_OUTCOME_EMITTED,
} from './semconv';
import type { CompletionFields, OutcomeFields, RunStatus } from './types';

/**
 * Says something about the outcome of the current run, on the current span: diagnostics beside the cost. The
 * authoritative outcome is resolved from systems of record, never from here, so there is no status.
 *
 * Never throws. A field that is no finite number where one is due, or a confidence outside 0 to 1, is left out
 * with one warning. Without an active span nothing happens.
 *
 * @param fields - What is known; all of it optional.
 * @example
 * ```ts
 * emitOutcome({ valueType: 'tickets_resolved', valueAmount: 1, confidence: 0.92 });
 * ```
 */
export function emitOutcome(fields: OutcomeFields): void;
/**
 * The older form with a leading status word: accepted, and the word is ignored.
 *
 * @param status - Ignored.
 * @param fields - As above.
 */
export function emitOutcome(status: string, fields?: OutcomeFields): void;
export function emitOutcome(first: OutcomeFields | string, second?: OutcomeFields): void {
  const fields = typeof first === 'string' ? (second ?? {}) : first;
  safely('record an outcome', () => record(fields));
}

function record(fields: OutcomeFields): void {
  const valueAmount = validNumber(
    'valueAmount',
    fields.valueAmount,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  );
  const confidence = validNumber('confidence', fields.confidence, 0, 1);
  const valueType = validText(fields.valueType);
  const errorType = validText(fields.errorType);
  rememberOnRun({ valueType, valueAmount, confidence, errorClass: errorType });
  const span = getCurrentSpan();
  if (span === undefined || !span.isRecording()) {
    return;
  }
  span.setAttributes(
    definedOnly({
      [ATTR_BOTANU_OUTCOME_VALUE_TYPE]: valueType,
      [ATTR_BOTANU_OUTCOME_VALUE_AMOUNT]: valueAmount,
      [ATTR_BOTANU_OUTCOME_CONFIDENCE]: confidence,
      [ATTR_BOTANU_OUTCOME_REASON]: scrubText(validText(fields.reason) ?? '') || undefined,
      [ATTR_BOTANU_OUTCOME_ERROR_TYPE]: errorType,
      ...metadataAttributes(fields.metadata),
    }),
  );
  span.addEvent(
    EVENT_BOTANU_OUTCOME_EMITTED,
    definedOnly({ value_type: valueType, value_amount: valueAmount, error_type: errorType }),
  );
}

/** What is emitted inside a run is told when the run completes, too. */
function rememberOnRun(fields: CompletionFields): void {
  const run = currentRun();
  if (run !== undefined) {
    run.complete(run.outcome?.status as RunStatus, definedOnly({ ...fields }));
  }
}

function validText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? toWellFormed(value) : undefined;
}

function validNumber(field: string, value: unknown, minimum: number, maximum: number): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum) {
    return value;
  }
  const range = Number.isFinite(minimum) ? ` from ${minimum} to ${maximum}` : '';
  warnOnce(
    'BOTANU_INVALID_ARGUMENT',
    `emitOutcome() takes a finite number${range} as ${field}; it is left out.`,
    `emitOutcome.${field}`,
  );
  return undefined;
}

function metadataAttributes(metadata: OutcomeFields['metadata']): Attributes {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(metadata ?? {})) {
    const attribute = safely('serialise outcome metadata', () => toAttributeValue(value));
    if (attribute !== undefined) {
      attributes[ATTR_BOTANU_OUTCOME_METADATA_PREFIX + key] = attribute;
    }
  }
  return attributes;
}

function definedOnly(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
