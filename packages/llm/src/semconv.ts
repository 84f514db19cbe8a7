/**
 * The names of model and tool calls that leave the process; those that other packages share are in core. Those of
 * OpenTelemetry's GenAI conventions are kept here as strings: they are still "development", and the npm package's
 * `incubating` entry is frozen at an older set. This file imports nothing.
 */

/** What was asked of the model. @example `chat` */
export const ATTR_GEN_AI_OPERATION_NAME = 'gen_ai.operation.name' as const;

/** The provider, normalised. @example `aws.bedrock` */
export const ATTR_GEN_AI_PROVIDER_NAME = 'gen_ai.provider.name' as const;

/** The model that was asked for. */
export const ATTR_GEN_AI_REQUEST_MODEL = 'gen_ai.request.model' as const;

/** The model that answered. */
export const ATTR_GEN_AI_RESPONSE_MODEL = 'gen_ai.response.model' as const;

/** The provider's id of the response. */
export const ATTR_GEN_AI_RESPONSE_ID = 'gen_ai.response.id' as const;

/** The provider's id of the request, by which a bill is reconciled. */
export const ATTR_BOTANU_VENDOR_REQUEST_ID = 'botanu.vendor.request_id' as const;

/** The application's own id of the request. */
export const ATTR_BOTANU_VENDOR_CLIENT_REQUEST_ID = 'botanu.vendor.client_request_id' as const;

/** Why the model stopped, one reason per choice. */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASONS = 'gen_ai.response.finish_reasons' as const;

/** Seconds from the call to the first chunk of a stream. */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK = 'gen_ai.response.time_to_first_chunk' as const;

/** Request parameter. */
export const ATTR_GEN_AI_REQUEST_TEMPERATURE = 'gen_ai.request.temperature' as const;

/** Request parameter. */
export const ATTR_GEN_AI_REQUEST_TOP_P = 'gen_ai.request.top_p' as const;

/** Request parameter. */
export const ATTR_GEN_AI_REQUEST_MAX_TOKENS = 'gen_ai.request.max_tokens' as const;

/** Request parameter. */
export const ATTR_GEN_AI_REQUEST_STOP_SEQUENCES = 'gen_ai.request.stop_sequences' as const;

/** Request parameter. */
export const ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY = 'gen_ai.request.frequency_penalty' as const;

/** Request parameter. */
export const ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY = 'gen_ai.request.presence_penalty' as const;

/** Whether the answer was streamed. */
export const ATTR_GEN_AI_REQUEST_STREAM = 'gen_ai.request.stream' as const;

/** Whether the answer was streamed. */
export const ATTR_BOTANU_REQUEST_STREAMING = 'botanu.request.streaming' as const;

/** Whether a cache of the application's own answered. */
export const ATTR_BOTANU_REQUEST_CACHE_HIT = 'botanu.request.cache_hit' as const;

/** Which attempt the call is, from 1. */
export const ATTR_BOTANU_REQUEST_ATTEMPT = 'botanu.request.attempt' as const;

/** All input tokens, cached ones included. */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = 'gen_ai.usage.input_tokens' as const;

/** All output tokens, reasoning included. */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = 'gen_ai.usage.output_tokens' as const;

/** Input tokens that came from the provider's cache. */
export const ATTR_BOTANU_USAGE_CACHED_TOKENS = 'botanu.usage.cached_tokens' as const;

/** Input tokens that were read from the provider's cache. */
export const ATTR_BOTANU_USAGE_CACHE_READ_TOKENS = 'botanu.usage.cache_read_tokens' as const;

/** Input tokens that were written to the provider's cache. */
export const ATTR_BOTANU_USAGE_CACHE_WRITE_TOKENS = 'botanu.usage.cache_write_tokens' as const;

/** Those of them that are kept for five minutes. */
export const ATTR_BOTANU_USAGE_CACHE_WRITE_5M_TOKENS = 'botanu.usage.cache_write_5m_tokens' as const;

/** Those of them that are kept for an hour, which cost more. */
export const ATTR_BOTANU_USAGE_CACHE_WRITE_1H_TOKENS = 'botanu.usage.cache_write_1h_tokens' as const;

/** Input tokens that were read from the provider's cache. */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.cache_read.input_tokens' as const;

/** Input tokens that were written to the provider's cache. */
export const ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS = 'gen_ai.usage.cache_write.input_tokens' as const;

/** Output tokens that the model thought with. */
export const ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS = 'gen_ai.usage.reasoning.output_tokens' as const;

/** Input tokens of text. */
export const ATTR_GEN_AI_USAGE_TEXT_INPUT_TOKENS = 'gen_ai.usage.text.input_tokens' as const;

/** Output tokens of text. */
export const ATTR_GEN_AI_USAGE_TEXT_OUTPUT_TOKENS = 'gen_ai.usage.text.output_tokens' as const;

/** Input tokens of audio. */
export const ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS = 'gen_ai.usage.audio.input_tokens' as const;

/** Output tokens of audio. */
export const ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS = 'gen_ai.usage.audio.output_tokens' as const;

/** Input tokens of images. */
export const ATTR_GEN_AI_USAGE_IMAGE_INPUT_TOKENS = 'gen_ai.usage.image.input_tokens' as const;

/** Output tokens of images. */
export const ATTR_GEN_AI_USAGE_IMAGE_OUTPUT_TOKENS = 'gen_ai.usage.image.output_tokens' as const;

/** Seconds of audio, where those are what is billed. Not in OpenTelemetry's conventions. */
export const ATTR_BOTANU_USAGE_AUDIO_SECONDS = 'botanu.usage.audio_seconds' as const;

/** Searches of a reranking, where those are what is billed. Not in OpenTelemetry's conventions. */
export const ATTR_BOTANU_USAGE_SEARCH_UNITS = 'botanu.usage.search_units' as const;

/** Whether the counts are incomplete: what is written is known, the provider's are at least as high. */
export const ATTR_BOTANU_USAGE_ESTIMATED = 'botanu.usage.estimated' as const;

/** The tool's name. */
export const ATTR_GEN_AI_TOOL_NAME = 'gen_ai.tool.name' as const;

/** The model's id of the tool call. */
export const ATTR_GEN_AI_TOOL_CALL_ID = 'gen_ai.tool.call.id' as const;

/** Whether the tool did what it was asked to. */
export const ATTR_BOTANU_TOOL_SUCCESS = 'botanu.tool.success' as const;

/** How many items the tool returned. */
export const ATTR_BOTANU_TOOL_ITEMS_RETURNED = 'botanu.tool.items_returned' as const;

/** How many bytes the tool worked on. */
export const ATTR_BOTANU_TOOL_BYTES_PROCESSED = 'botanu.tool.bytes_processed' as const;

/** How long the tool took, in milliseconds. */
export const ATTR_BOTANU_TOOL_DURATION_MS = 'botanu.tool.duration_ms' as const;

/** Histogram: tokens per call, by `gen_ai.token.type`. */
export const METRIC_GEN_AI_CLIENT_TOKEN_USAGE = 'gen_ai.client.token.usage' as const;

/** Histogram: seconds per call. */
export const METRIC_GEN_AI_CLIENT_OPERATION_DURATION = 'gen_ai.client.operation.duration' as const;

/** Counter: calls, by `status`. */
export const METRIC_BOTANU_GEN_AI_ATTEMPTS = 'botanu.gen_ai.attempts' as const;

/** Histogram: seconds per tool call. */
export const METRIC_BOTANU_TOOL_DURATION = 'botanu.tool.duration' as const;

/** Counter: tool calls, by `status`. */
export const METRIC_BOTANU_TOOL_EXECUTIONS = 'botanu.tool.executions' as const;

/** Attribute of a metric: `input` or `output`. */
export const ATTR_GEN_AI_TOKEN_TYPE = 'gen_ai.token.type' as const;

/** Attribute of a metric: `success` or `error`. */
export const ATTR_STATUS = 'status' as const;

/** Prefix of the application's own attributes on a model call. */
export const LLM_PREFIX = 'botanu.' as const;

/** Prefix of the application's own attributes on a tool call. */
export const TOOL_PREFIX = 'botanu.tool.' as const;
