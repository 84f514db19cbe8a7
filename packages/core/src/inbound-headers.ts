import { toIdentifier } from './identifier';
import {
  BAGGAGE_BOTANU_PREFIX,
  HEADER_BOTANU_CUSTOMER_ID,
  HEADER_BOTANU_RUN_ID,
  HEADER_BOTANU_WORKFLOW,
} from './semconv';
import type { RunContextInit } from './types';
import { BAGGAGE_HEADER, MAX_BAGGAGE_BYTES, MAX_BAGGAGE_ENTRIES } from './w3c';

/**
 * Headers as Node's `http` and frameworks on it have them: names in lower case.
 * @example
 * ```ts
 * const headers: RequestHeaders = { host: 'desk.example', 'x-botanu-workflow': 'Support' };
 * ```
 */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A run id is a UUIDv7; what other clients call a run is taken, as long as it can be nothing else. */
const RUN_ID = /^[\w.:-]{1,128}$/;

/** What may stand in a header: visible ASCII and blanks. */
const HEADER_TEXT = /^[\x20-\x7e]*$/;

/** What the `x-botanu-*` headers of a request say; undefined where there are none. */
export interface HeaderRun extends Partial<RunContextInit> {
  readonly runId?: string | undefined;
}

/**
 * Reads the `x-botanu-*` headers.
 *
 * @param headers - The request's.
 * @returns Undefined where there are none; `'malformed'` where one of them is too long, has characters that have no
 * place in it, or was sent twice, which Node joins with a comma.
 */
export function readRunHeaders(headers: RequestHeaders): HeaderRun | 'malformed' | undefined {
  const runId = headers[HEADER_BOTANU_RUN_ID];
  const workflow = headers[HEADER_BOTANU_WORKFLOW];
  const customerId = headers[HEADER_BOTANU_CUSTOMER_ID];
  if (runId === undefined && workflow === undefined && customerId === undefined) {
    return undefined;
  }
  const isWellFormed =
    (runId === undefined || (typeof runId === 'string' && RUN_ID.test(runId))) &&
    isOneText(workflow) &&
    isOneText(customerId);
  return isWellFormed ? ({ runId, workflow, customerId } as HeaderRun) : 'malformed';
}

function isOneText(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'string' &&
      HEADER_TEXT.test(value) &&
      !value.includes(',') &&
      toIdentifier(value) !== undefined)
  );
}

/**
 * Whether the baggage of a request cannot be taken at its word: it is larger than the W3C allows, so that somebody
 * on the way may have cut it, or an entry of ours cannot be decoded, or is there twice.
 *
 * @param headers - The request's.
 */
export function isBaggageMalformed(headers: RequestHeaders): boolean {
  const header = headers[BAGGAGE_HEADER];
  if (header === undefined) {
    return false;
  }
  const text = typeof header === 'string' ? header : header.join(',');
  if (text.length > MAX_BAGGAGE_BYTES) {
    return true;
  }
  const members = text.split(',', MAX_BAGGAGE_ENTRIES + 1);
  return members.length > MAX_BAGGAGE_ENTRIES || areMalformed(members.filter(isOurs));
}

/** Somebody else's entries may be broken: only ours count. Of two with one key, nobody knows which was meant. */
function areMalformed(ours: readonly string[]): boolean {
  const keys = new Set(ours.map((member) => member.split('=', 1)[0]?.trim()));
  return keys.size < ours.length || !ours.every(decodes);
}

function isOurs(member: string): boolean {
  return member.trimStart().startsWith(BAGGAGE_BOTANU_PREFIX);
}

function decodes(text: string): boolean {
  if (!text.includes('%')) {
    return true;
  }
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes any text a header's value: what is not visible ASCII or a blank is percent-encoded, line breaks included.
 *
 * @param text - A run's id or workflow.
 */
export function toHeaderValue(text: string): string {
  return HEADER_TEXT.test(text) ? text : encodeURIComponent(text);
}
