import type { ChatRequest } from './chat-request';
import { hashOf } from './hash';
import { phrasesIn } from './phrases';
import { languageOf, topicOf } from './topics';

/** What the model says. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'toolCall'; readonly toolName: string; readonly toolArguments: string };

/** An instruction that makes the model name a time; without it, it forgets. */
const ASKS_FOR_NEXT_UPDATE = /HH:MM UTC/;
const MINUTES_PER_DAY = 24 * 60;

/**
 * Answers a conversation the way a small, obedient model would: by what the instructions, the ticket, the articles
 * and the results of tools say. The same conversation always gets the same answer.
 *
 * @param request - The conversation.
 * @returns The answer.
 */
export function replyTo(request: ChatRequest): Reply {
  const ticket = contentOf(request, 'user');
  if (request.jsonProperties !== undefined) {
    return text(classify(ticket, request.jsonProperties));
  }
  const orderId = orderIdIn(ticket);
  const toolResult = request.messages.filter(({ role }) => role === 'tool').at(-1)?.content;
  const [tool] = request.tools;
  if (tool !== undefined && orderId !== undefined && toolResult === undefined) {
    return {
      kind: 'toolCall',
      toolName: tool.name,
      toolArguments: JSON.stringify({ order_id: orderId }),
    };
  }
  return text(write(ticket, contentOf(request, 'system'), toolResult));
}

function text(value: string): Reply {
  return { kind: 'text', text: value };
}

function contentOf({ messages }: ChatRequest, wantedRole: string): string {
  return messages
    .filter(({ role }) => role === wantedRole)
    .map(({ content }) => content)
    .join('\n');
}

function classify(ticket: string, properties: readonly string[]): string {
  const known = new Map([
    ['topic', topicOf(ticket)],
    ['language', languageOf(ticket)],
  ]);
  return JSON.stringify(Object.fromEntries(properties.map((name) => [name, known.get(name) ?? ''])));
}

function write(ticket: string, instructions: string, toolResult: string | undefined): string {
  if (topicOf(ticket) === 'security') {
    return 'I am sorry, but I cannot help with that.';
  }
  const { greeting, about, goodbye } = phrasesIn(languageOf(ticket));
  const [, subject = 'your message'] = /^Subject: (.+)$/m.exec(ticket) ?? [];
  const articles = instructions.split(/^Article: /m).slice(1);
  return [
    greeting,
    `${about} "${subject}".`,
    ...articles.map((article) => article.trim().split('\n').slice(1).join(' ')),
    ...(toolResult === undefined ? [] : [`We looked it up: ${sentenceFrom(toolResult)}`]),
    ...(ASKS_FOR_NEXT_UPDATE.test(instructions) ? [`The next update comes at ${nextUpdate(ticket)}.`] : []),
    goodbye,
  ].join('\n\n');
}

function sentenceFrom(toolResult: string): string {
  return toolResult.replace(/[{}"]/g, '').replaceAll(',', ', ').replaceAll(':', ': ');
}

function nextUpdate(ticket: string): string {
  const minutes = hashOf(ticket) % MINUTES_PER_DAY;
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)} UTC`;
}

/** `ORD-4711`, or a number that follows a word such as order. */
function orderIdIn(ticket: string): string | undefined {
  const [, ours] = /\b(ORD-\d+)\b/i.exec(ticket) ?? [];
  const [, number] =
    /(?:order|bestellung|pedido|commande|ordine|encomenda|注文|zamówieni)\D{0,20}(\d{3,})/i.exec(ticket) ??
    [];
  return ours?.toUpperCase() ?? (number === undefined ? undefined : `ORD-${number}`);
}
