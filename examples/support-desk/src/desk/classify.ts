import type OpenAI from 'openai';
import type { Ticket } from '../tickets/ticket';
import { TOPICS, type Topic, toTopic } from './topic';

const MODEL = 'gpt-4o-mini';
const INSTRUCTIONS = 'Say what the support ticket is about, and in which language it is written.';

/**
 * Asks a small model what a ticket is about.
 *
 * @param openai - The client.
 * @param ticket - The ticket.
 * @returns The topic.
 */
export async function classify(openai: OpenAI, ticket: Ticket): Promise<Topic> {
  const completion = await openai.chat.completions.create({
    model: MODEL,
    messages: [
      { role: 'system', content: INSTRUCTIONS },
      { role: 'user', content: `Subject: ${ticket.subject}\n\n${ticket.text}` },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'classification',
        strict: true,
        schema: {
          type: 'object',
          properties: { topic: { type: 'string', enum: TOPICS }, language: { type: 'string' } },
          required: ['topic', 'language'],
          additionalProperties: false,
        },
      },
    },
  });
  const answer: { readonly topic?: unknown } = JSON.parse(completion.choices[0]?.message.content ?? '{}');
  return toTopic(answer.topic);
}
