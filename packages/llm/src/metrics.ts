import { ATTR_ERROR_TYPE } from '@botanu/core/semconv';
import {
  type Attributes,
  type Counter,
  createNoopMeter,
  type Histogram,
  type MeterProvider,
  metrics,
} from '@opentelemetry/api';
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_TOKEN_TYPE,
  ATTR_STATUS,
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

let cached: { readonly provider: MeterProvider; readonly instruments: Instruments | undefined } | undefined;

/**
 * The API has no lasting proxy for meters: the instruments are made again when another provider is registered.
 *
 * @returns Undefined where none is: then there is nothing to compute.
 */
function getInstruments(): Instruments | undefined {
  const provider = metrics.getMeterProvider();
  if (cached?.provider !== provider) {
    cached = { provider, instruments: createInstruments(provider) };
  }
  return cached.instruments;
}

function createInstruments(provider: MeterProvider): Instruments | undefined {
  const meter = provider.getMeter(INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION);
  if (meter === createNoopMeter()) {
    return undefined;
  }
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
  readonly provider: string;
  readonly operation: string;
  readonly requestModel: string;
  /** The model that answered, where it is known. */
  readonly responseModel: string | undefined;
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
export function recordLlmCall(measurement: LlmMeasurement): void {
  const instruments = getInstruments();
  if (instruments === undefined) {
    return;
  }
  const { inputTokens, outputTokens, durationMs, errorType } = measurement;
  const attributes = attributesOf(measurement);
  if (inputTokens > 0) {
    instruments.tokenUsage.record(inputTokens, { ...attributes, [ATTR_GEN_AI_TOKEN_TYPE]: 'input' });
  }
  if (outputTokens > 0) {
    instruments.tokenUsage.record(outputTokens, { ...attributes, [ATTR_GEN_AI_TOKEN_TYPE]: 'output' });
  }
  instruments.operationDuration.record(durationMs / 1000, withError(attributes, errorType));
  instruments.attempts.add(1, { ...attributes, [ATTR_STATUS]: statusOf(errorType === undefined) });
}

function attributesOf({ provider, operation, requestModel, responseModel }: LlmMeasurement): Attributes {
  const attributes: Attributes = {
    [ATTR_GEN_AI_OPERATION_NAME]: operation,
    [ATTR_GEN_AI_PROVIDER_NAME]: provider,
    [ATTR_GEN_AI_REQUEST_MODEL]: requestModel,
  };
  if (responseModel !== undefined) {
    attributes[ATTR_GEN_AI_RESPONSE_MODEL] = responseModel;
  }
  return attributes;
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
  const instruments = getInstruments();
  instruments?.toolDuration.record(durationMs / 1000, withError(attributes, errorType));
  instruments?.toolExecutions.add(1, { ...attributes, [ATTR_STATUS]: statusOf(isSuccess) });
}

function statusOf(isSuccess: boolean): string {
  return isSuccess ? 'success' : 'error';
}

function withError(attributes: Attributes, errorType: string | undefined): Attributes {
  return errorType === undefined ? attributes : { ...attributes, [ATTR_ERROR_TYPE]: errorType };
}
