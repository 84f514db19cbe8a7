/** What a ticket can be about. */
export const TOPICS = ['outage', 'order_status', 'refund', 'billing', 'legal', 'security', 'how_to'] as const;

/** One of {@link TOPICS}. */
export type Topic = (typeof TOPICS)[number];

/**
 * Checks what a model called a topic.
 *
 * @param value - Whatever it said.
 * @returns A topic; `how_to` where it is none.
 */
export function toTopic(value: unknown): Topic {
  return TOPICS.find((topic) => topic === value) ?? 'how_to';
}
