import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { parseRetryAfter } from './backoff';
import type { HttpAnswer, HttpResult } from './http-client';

/** What came of sending a batch, once. */
export type Outcome = Verdict & {
  /** What the collector answered; absent where there was no answer, and with an exporter that was given. */
  readonly httpStatus?: number;
};

type Verdict =
  | { readonly kind: 'delivered'; readonly rejectedCount: number }
  /** May be sent again. `cause` is for the warning: a status or an error code. */
  | {
      readonly kind: 'retryable';
      readonly cause: string;
      readonly retryAfterMs: number | undefined;
      readonly mayHaveArrived: boolean;
      /** Whether to try again at once: nothing is wrong with the collector. */
      readonly isImmediate: boolean;
    }
  /** Must not be sent again. */
  | { readonly kind: 'refused'; readonly cause: string; readonly reason: 'refused' | 'export_failed' }
  | { readonly kind: 'too_large' };

/** What may be retried, of OTLP's specification ("Retryable Response Codes"), and a request that timed out there. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** A gateway gave up on its upstream, which may have taken the request all the same. */
const MAY_HAVE_ARRIVED_STATUSES: ReadonlySet<number> = new Set([408, 502, 504]);

const PAYLOAD_TOO_LARGE = 413;

/**
 * Reads the result of an OTLP request.
 *
 * @param result - What the HTTP client says.
 * @param spanCount - How many spans were sent.
 */
export function outcomeOf(result: HttpResult, spanCount: number): Outcome {
  if (result.status !== undefined) {
    return { ...verdictOn(result, spanCount), httpStatus: result.status };
  }
  return {
    kind: 'retryable',
    cause: result.errorCode,
    retryAfterMs: undefined,
    mayHaveArrived: result.mayHaveArrived,
    isImmediate: result.wasReusedConnection && /^(ECONNRESET|EPIPE)$/.test(result.errorCode),
  };
}

function verdictOn(answer: HttpAnswer, spanCount: number): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return { kind: 'delivered', rejectedCount: Math.min(spanCount, rejectedCountOf(answer)) };
  }
  if (status === PAYLOAD_TOO_LARGE) {
    return { kind: 'too_large' };
  }
  if (!RETRYABLE_STATUSES.has(status)) {
    return { kind: 'refused', cause: `HTTP ${status}`, reason: 'refused' };
  }
  return {
    kind: 'retryable',
    cause: `HTTP ${status}`,
    retryAfterMs: parseRetryAfter(answer.retryAfter),
    mayHaveArrived: MAY_HAVE_ARRIVED_STATUSES.has(status),
    isImmediate: false,
  };
}

function rejectedCountOf({ body, contentType }: HttpAnswer): number {
  if (body.length === 0) {
    return 0;
  }
  try {
    const { partialSuccess } = contentType.includes('json')
      ? JSON.parse(Buffer.from(body).toString('utf8'))
      : ProtobufTraceSerializer.deserializeResponse(body);
    // JSON writes an integer of 64 bits as text.
    const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
    return Number.isInteger(rejected) && rejected > 0 ? rejected : 0;
  } catch {
    // Taken is taken: an answer that cannot be read says nothing against it.
    return 0;
  }
}
