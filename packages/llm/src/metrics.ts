import {
  type Attributes,
  type Counter,
  type Histogram,
  type MeterProvider,
  metrics,
} from '@opentelemetry/api';
import {
  METRIC_BOTANU_GEN_AI_ATTEMPTS,
  METRIC_BOTANU_TOOL_DURATION,
  METRIC_BOTANU_TOOL_EXECUTIONS,
  METRIC_GEN_AI_CLIENT_OPERATION_DURATION,
  METRIC_GEN_AI_CLIENT_TOKEN_USAGE,
} from './semconv';
import { INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION } from './version';

/** The instruments of model and tool calls. */
interface Instruments {
  readonly tokenUsage: Histogram;
  readonly operationDuration: Histogram;
  readonly attempts: Counter;
  readonly toolDuration: Histogram;
  readonly toolExecutions: Counter;
}

/** 1, 4, 16 … 4^13: from OpenTelemetry's GenAI conventions. */
const TOKEN_BOUNDARIES = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** 0.01, 0.02, 0.04 … 81.92 seconds: from OpenTelemetry's GenAI conventions. */
const DURATION_BOUNDARIES = Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power);

let cached: { readonly provider: MeterProvider; readonly instruments: Instruments } | undefined;

/** The API has no lasting proxy for meters: the instruments are made again when another provider is registered. */
function getInstruments(): Instruments {
  const provider = metrics.getMeterProvider();
  if (cached?.provider !== provider) {
    cached = { provider, instruments: createInstruments(provider) };
  }
  return cached.instruments;
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION);
  const seconds = { unit: 's', advice: { explicitBucketBoundaries: DURATION_BOUNDARIES } };
  return {
    tokenUsage: meter.createHistogram(METRIC_GEN_AI_CLIENT_TOKEN_USAGE, {
      description: 'Tokens used per call',
      unit: '{token}',
      advice: { explicitBucketBoundaries: TOKEN_BOUNDARIES },
    }),
    operationDuration: meter.createHistogram(METRIC_GEN_AI_CLIENT_OPERATION_DURATION, {
      description: 'Duration of model calls',
      ...seconds,
    }),
    attempts: meter.createCounter(METRIC_BOTANU_GEN_AI_ATTEMPTS, {
      description: 'Model calls, retries included',
      unit: '{attempt}',
    }),
    toolDuration: meter.createHistogram(METRIC_BOTANU_TOOL_DURATION, {
      description: 'Duration of tool calls',
      ...seconds,
    }),
    toolExecutions: meter.createCounter(METRIC_BOTANU_TOOL_EXECUTIONS, {
      description: 'Tool calls',
      unit: '{execution}',
    }),
  };
}

/** What was measured of a model call. */
export interface LlmMeasurement {
  /** Provider, operation, models. */
  readonly attributes: Attributes;
  readonly durationMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The class of the error; undefined where the call went well. */
  readonly errorType: string | undefined;
}

/**
 * Records the metrics of a model call.
 *
 * @param measurement - What was measured.
 */
export function recordLlmCall({ attributes, durationMs, errorType, ...tokens }: LlmMeasurement): void {
  const { tokenUsage, operationDuration, attempts } = getInstruments();
  if (tokens.inputTokens > 0) {
    tokenUsage.record(tokens.inputTokens, { ...attributes, 'gen_ai.token.type': 'input' });
  }
  if (tokens.outputTokens > 0) {
    tokenUsage.record(tokens.outputTokens, { ...attributes, 'gen_ai.token.type': 'output' });
  }
  operationDuration.record(durationMs / 1000, withError(attributes, errorType));
  attempts.add(1, { ...attributes, status: statusOf(errorType) });
}

/**
 * Records the metrics of a tool call.
 *
 * @param attributes - The tool.
 * @param durationMs - How long it took.
 * @param isSuccess - Whether it did what it was asked to.
 * @param errorType - The class of the error, where there was one.
 */
export function recordToolCall(
  attributes: Attributes,
  durationMs: number,
  isSuccess: boolean,
  errorType: string | undefined,
): void {
  const { toolDuration, toolExecutions } = getInstruments();
  toolDuration.record(durationMs / 1000, withError(attributes, errorType));
  toolExecutions.add(1, { ...attributes, status: isSuccess ? 'success' : 'error' });
}

function statusOf(errorType: string | undefined): string {
  return errorType === undefined ? 'success' : 'error';
}

function withError(attributes: Attributes, errorType: string | undefined): Attributes {
  return errorType === undefined ? attributes : { ...attributes, 'error.type': errorType };
}
