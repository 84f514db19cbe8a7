import { DraftRejectedError } from './ticket-error';
import type { Topic } from './topic';

/**
 * Reads an answer before a customer does.
 *
 * @param draft - The model's answer.
 * @param topic - What the ticket is about.
 * @throws DraftRejectedError where it must not go out.
 */
export function checkQuality(draft: string, topic: Topic): void {
  if (/\bI cannot help\b/.test(draft)) {
    throw new DraftRejectedError('Do not refuse. Say what the customer can do instead.');
  }
  if (topic === 'outage' && !/\b\d{2}:\d{2} UTC\b/.test(draft)) {
    throw new DraftRejectedError('Say when the next update comes, as HH:MM UTC.');
  }
}
