/**
 * Model and tool calls of AI workflows: what was used, exactly, once.
 *
 * @packageDocumentation
 */
export { type LlmAttributes, setLlmAttributes, setTokenUsage } from './current-span';
export { instrumentAnthropic } from './instrument-anthropic';
export { instrumentBedrock } from './instrument-bedrock';
export { instrumentGoogleGenAI } from './instrument-google';
export { type InstrumentOptions, instrumentOpenAI } from './instrument-openai';
export { type LlmInstrumentedOptions, llmInstrumented } from './llm-instrumented';
export { ModelOperation } from './operation';
export { normalizeProvider } from './provider';
export { registerAiSdk } from './register-ai-sdk';
export { type TrackLlmCall, trackLlmCall } from './track-llm-call';
export { type TrackToolCall, trackToolCall } from './track-tool-call';
export type {
  LlmCall,
  LlmCallOptions,
  LlmCallScope,
  RequestParams,
  TokenCounts,
  ToolCall,
  ToolCallOptions,
  ToolCallScope,
  ToolResult,
} from './types';
