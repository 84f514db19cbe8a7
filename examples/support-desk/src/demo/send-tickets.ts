import type { Ticket } from '../tickets/ticket';
import type { Progress } from './progress';

/** What the desk said of all tickets. */
export interface Answers {
  /** Runs that the desk says it opened. */
  readonly runs: number;
  /** Tickets that got no usable response at all, and why; `undefined` where there are none. */
  readonly firstBreakdown: string | undefined;
}

const CONCURRENCY = 8;
const TIMEOUT_MS = 60_000;

/**
 * Posts tickets to the desk, a few at a time.
 *
 * @param deskUrl - Where the desk is.
 * @param tickets - The tickets.
 * @param progress - Told after each.
 * @returns What the desk answered.
 */
export async function sendTickets(
  deskUrl: string,
  tickets: readonly Ticket[],
  progress: Progress,
): Promise<Answers> {
  let runs = 0;
  let done = 0;
  let firstBreakdown: string | undefined;
  const waiting = tickets.values();

  const work = async (): Promise<void> => {
    for (const ticket of waiting) {
      try {
        const runsOfTicket = await sendTicket(deskUrl, ticket);
        runs += runsOfTicket;
      } catch (error) {
        firstBreakdown ??= `ticket ${ticket.id}: ${error instanceof Error ? error.message : String(error)}`;
      }
      done += 1;
      progress.update(done, tickets.length);
    }
  };

  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { runs, firstBreakdown };
}

/** Any answer that counts its runs is one: a ticket that fails is part of the demo. */
async function sendTicket(deskUrl: string, ticket: Ticket): Promise<number> {
  const response = await fetch(`${deskUrl}/tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ticket),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { runs }: { readonly runs?: unknown } = JSON.parse(await response.text());
  if (typeof runs !== 'number') {
    throw new Error(`the desk answered ${response.status} without its number of runs`);
  }
  return runs;
}
