import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { createExportView, type EndedHostSpan } from './span-view';

/**
 * Attributes in which instrumentations write prompts, answers and what tools are given and return: OpenTelemetry's (the
 * GenAI conventions, present and past), the AI SDK's, traceloop's and OpenInference's.
 */
const MODEL_CONTENT =
  /^(?:gen_ai\.(?:input\.messages|output\.messages|system_instructions|prompt|completion|tool\.call\.(?:arguments|result))|ai\.(?:prompt|response\.(?:text|object|reasoning|toolCalls)|toolCall\.(?:args|result))|traceloop\.entity\.(?:input|output)|(?:input|output)\.value|llm\.(?:input_messages|output_messages|prompts))(?:\.|$)/;

type Scrub = (text: string) => string;

/**
 * A view of a span without secrets in what is said of exceptions, in its status, and in what others have captured of
 * conversations with a model.
 *
 * @param span - That has ended.
 * @param scrub - Takes out of a text what must not leave the process.
 * @returns The span itself where there is no such text.
 */
export function createScrubbedView(span: ReadableSpan, scrub: Scrub): ReadableSpan {
  const { attributes, events, status } = span;
  const hasContent = hasModelContent(attributes);
  if (!status.message && events.length === 0 && !hasContent) {
    return span;
  }
  return {
    ...createExportView(span as EndedHostSpan, attributes, span.resource as Resource),
    attributes: hasContent ? scrubbed(attributes, scrub, isModelContent) : attributes,
    status: status.message ? { ...status, message: scrub(status.message) } : status,
    events: events.map((event) =>
      event.attributes === undefined
        ? event
        : {
            ...event,
            // What is thrown may say anything: `no such customer: ada@example.com`.
            attributes: scrubbed(event.attributes, scrub, event.name === 'exception' ? any : isModelContent),
          },
    ),
  };
}

function hasModelContent(attributes: Attributes): boolean {
  for (const key in attributes) {
    if (isModelContent(key)) {
      return true;
    }
  }
  return false;
}

function isModelContent(key: string): boolean {
  return MODEL_CONTENT.test(key);
}

const any = (): boolean => true;

function scrubbed(attributes: Attributes, scrub: Scrub, isScrubbed: (key: string) => boolean): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      isScrubbed(key) ? scrubValue(value, scrub) : value,
    ]),
  );
}

function scrubValue(value: AttributeValue | undefined, scrub: Scrub): AttributeValue | undefined {
  if (typeof value === 'string') {
    return scrub(value);
  }
  return Array.isArray(value)
    ? (value.map((item) => (typeof item === 'string' ? scrub(item) : item)) as AttributeValue)
    : value;
}
