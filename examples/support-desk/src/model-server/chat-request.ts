import { ApiError, invalidRequest } from './api-error';
import { versionOf } from './models';

/** A message, as far as the server reads it. */
interface ChatMessage {
  readonly role: string;
  readonly content: string;
  /** The names and arguments of the tool calls of an assistant's message; empty without any. */
  readonly toolCalls: string;
}

/** A request, checked. */
export interface ChatRequest {
  /** The dated version that answers. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** The definitions of the functions that may be called. */
  readonly tools: readonly { readonly name: string; readonly definition: string }[];
  /** The properties that the answer must have as JSON; `undefined`: the answer is text. */
  readonly jsonProperties: readonly string[] | undefined;
  readonly isStream: boolean;
  readonly isUsageIncluded: boolean;
}

/**
 * Checks the body of a chat completion request.
 *
 * @param body - The body.
 * @returns What it asks for.
 * @throws ApiError as the OpenAI API would answer.
 */
export function readChatRequest(body: string): ChatRequest {
  const fields = parseObject(body);
  const { model, messages } = fields;
  if (typeof model !== 'string' || model === '') {
    throw invalidRequest('you must provide a model parameter', 'model');
  }
  const version = versionOf(model);
  if (version === undefined) {
    throw new ApiError(404, 'invalid_request_error', `The model \`${model}\` does not exist`, {
      param: 'model',
      code: 'model_not_found',
    });
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalidRequest("'messages' must be a non-empty array", 'messages');
  }
  return {
    model: version,
    messages: messages.map(readMessage),
    tools: listOf(fields.tools).map(readTool),
    jsonProperties: readJsonProperties(fields.response_format),
    isStream: fields.stream === true,
    isUsageIncluded: objectOf(fields.stream_options).include_usage === true,
  };
}

function parseObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalidRequest('We could not parse the JSON body of your request.');
  }
  if (!isObject(value)) {
    throw invalidRequest('The body of your request is not a JSON object.');
  }
  return value;
}

function readMessage(value: unknown, index: number): ChatMessage {
  const { role, content, tool_calls: toolCalls } = objectOf(value);
  if (typeof role !== 'string') {
    throw invalidRequest(`Missing required parameter: 'messages[${index}].role'`, `messages[${index}].role`);
  }
  return {
    role,
    content: textOf(content),
    toolCalls: listOf(toolCalls).map(textOfToolCall).join(''),
  };
}

/** Content is text, or parts of which the text ones count. */
function textOf(content: unknown): string {
  if (typeof content === 'string') {
    return content;
  }
  return listOf(content)
    .map((part) => objectOf(part).text)
    .filter((text) => typeof text === 'string')
    .join('');
}

/** Without its id, which is another one each time: the same ticket costs the same tokens. */
function textOfToolCall(value: unknown): string {
  const { name, arguments: parameters } = objectOf(objectOf(value).function);
  return `${name} ${parameters}`;
}

function readTool(value: unknown, index: number): ChatRequest['tools'][number] {
  const definition = objectOf(value).function;
  const { name } = objectOf(definition);
  if (typeof name !== 'string') {
    throw invalidRequest(
      `Missing required parameter: 'tools[${index}].function.name'`,
      `tools[${index}].function.name`,
    );
  }
  return { name, definition: JSON.stringify(definition) };
}

function readJsonProperties(responseFormat: unknown): readonly string[] | undefined {
  const { type, json_schema: jsonSchema } = objectOf(responseFormat);
  return type === 'json_schema'
    ? Object.keys(objectOf(objectOf(objectOf(jsonSchema).schema).properties))
    : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
