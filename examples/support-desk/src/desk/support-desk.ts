import { emitOutcome, event, type RunContext, step } from '@botanu/sdk';
import type OpenAI from 'openai';
import type { Ticket } from '../tickets/ticket';
import { classify } from './classify';
import { writeDraft } from './draft';
import type { KnowledgeClient } from './knowledge-client';
import { checkQuality } from './quality-check';
import { DraftRejectedError } from './ticket-error';

/** What came of a ticket. */
export type Resolution =
  | { readonly runs: number; readonly answer: string }
  | { readonly runs: number; readonly error: unknown };

const MAX_ATTEMPTS = 2;
const MAX_QUERY_CHARACTERS = 400;

/** Answers tickets: one business event per ticket, one run per attempt. */
export class SupportDesk {
  readonly #openai: OpenAI;
  readonly #knowledge: KnowledgeClient;

  /**
   * @param openai - The model.
   * @param knowledge - The other service.
   */
  constructor(openai: OpenAI, knowledge: KnowledgeClient) {
    this.#openai = openai;
    this.#knowledge = knowledge;
  }

  /** Answers a ticket, with a second attempt when the first answer is not good enough. */
  async resolve(ticket: Ticket): Promise<Resolution> {
    let previousRun: RunContext | undefined;
    let remark: string | undefined;
    for (let runs = 1; ; runs += 1) {
      try {
        const answer = await event(
          { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support', retryOf: previousRun },
          (run) => {
            previousRun = run;
            return this.#attempt(ticket, run, remark);
          },
        );
        return { runs, answer };
      } catch (error) {
        if (!(error instanceof DraftRejectedError) || runs === MAX_ATTEMPTS) {
          return { runs, error };
        }
        remark = error.remark;
      }
    }
  }

  async #attempt(ticket: Ticket, run: RunContext, remark: string | undefined): Promise<string> {
    const topic = await step('classify', () => classify(this.#openai, ticket));
    const query = `${topic} ${ticket.subject} ${ticket.text}`.slice(0, MAX_QUERY_CHARACTERS);
    // Each further attempt has one more article to go by.
    const articles = await step('retrieve', () => this.#knowledge.search(query, run.attempt));
    const draft = await step('draft', () =>
      writeDraft(this.#openai, { ticket, topic, articles, remark }, (orderId) =>
        step('lookup_order', () => this.#knowledge.lookUpOrder(orderId)),
      ),
    );
    step('check', () => checkQuality(draft, topic));
    if (topic === 'legal') {
      run.complete('partial', { reasonCode: 'handed_to_legal_team' });
    } else {
      emitOutcome({ valueType: 'tickets_resolved', valueAmount: 1 });
    }
    return draft;
  }
}
