import type OpenAI from 'openai';
import type { Ticket } from '../tickets/ticket';
import type { ArticleText } from './knowledge-client';
import type { Topic } from './topic';

/** What an answer is written from. */
export interface DraftRequest {
  readonly ticket: Ticket;
  readonly topic: Topic;
  readonly articles: readonly ArticleText[];
  /** What was wrong with the attempt before; `undefined` for the first. */
  readonly remark: string | undefined;
}

const SMALL_MODEL = 'gpt-4o-mini';
const LARGE_MODEL = 'gpt-4.1';
/** A longer ticket goes to the large model. */
const MAX_SIMPLE_CHARACTERS = 600;
const HARD_TOPICS: readonly Topic[] = ['outage', 'legal'];
const TOPICS_WITH_ORDER: readonly Topic[] = ['order_status', 'refund'];

const INSTRUCTIONS =
  "You answer tickets of a support desk. Answer in the customer's language, politely and briefly. Use the " +
  'articles below and nothing else. Look an order up before you say anything about it.';

const LOOK_UP_ORDER: OpenAI.ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'lookup_order',
    description: 'Tells the status, the carrier and the date of an order.',
    parameters: {
      type: 'object',
      properties: { order_id: { type: 'string', description: 'For example ORD-1234' } },
      required: ['order_id'],
      additionalProperties: false,
    },
  },
};

/**
 * Asks a model for an answer, as a stream, and runs the tool that it calls.
 *
 * @param openai - The client.
 * @param request - The ticket and what is known.
 * @param lookUpOrder - The tool.
 * @returns The answer.
 */
export async function writeDraft(
  openai: OpenAI,
  request: DraftRequest,
  lookUpOrder: (orderId: string) => Promise<string>,
): Promise<string> {
  const messages = openingMessages(request);
  const first = await complete(openai, request, messages);
  const [toolCall] = first.tool_calls ?? [];
  if (toolCall?.type !== 'function') {
    return first.content ?? '';
  }
  const parameters: { readonly order_id?: unknown } = JSON.parse(toolCall.function.arguments);
  const result = await lookUpOrder(String(parameters.order_id));
  const second = await complete(openai, request, [
    ...messages,
    { role: 'assistant', content: first.content, tool_calls: [toolCall] },
    { role: 'tool', tool_call_id: toolCall.id, content: result },
  ]);
  return second.content ?? '';
}

async function complete(
  openai: OpenAI,
  request: DraftRequest,
  messages: OpenAI.ChatCompletionMessageParam[],
): Promise<OpenAI.ChatCompletionMessage> {
  const hasTools = TOPICS_WITH_ORDER.includes(request.topic);
  const stream = openai.chat.completions.stream({
    model: modelFor(request),
    messages,
    stream_options: { include_usage: true },
    ...(hasTools ? { tools: [LOOK_UP_ORDER] } : {}),
  });
  return stream.finalMessage();
}

function modelFor({ ticket, topic, remark }: DraftRequest): string {
  const isHard =
    remark !== undefined || HARD_TOPICS.includes(topic) || ticket.text.length > MAX_SIMPLE_CHARACTERS;
  return isHard ? LARGE_MODEL : SMALL_MODEL;
}

function openingMessages({ ticket, articles, remark }: DraftRequest): OpenAI.ChatCompletionMessageParam[] {
  const system = [
    INSTRUCTIONS,
    ...articles.map(({ title, body }) => `Article: ${title}\n${body}`),
    ...(remark === undefined ? [] : [`An earlier answer was rejected. ${remark}`]),
  ];
  return [
    { role: 'system', content: system.join('\n\n') },
    { role: 'user', content: `Subject: ${ticket.subject}\n\n${ticket.text}` },
  ];
}
