/** What the snippets of the documentation take for granted: an application that answers tickets. */
interface Ticket {
  readonly id: string;
  readonly customerId: string;
  readonly text: string;
}

declare const ticket: Ticket;
declare const knowledgeUrl: string;
declare const agent: {
  search(text: string): Promise<string[]>;
  answer(ticket: Ticket, articles: readonly string[]): Promise<string>;
  index(ticket: Ticket): Promise<void>;
};

/** Fails at its first call. */
declare const flakyAgent: typeof agent;

/** Real clients of a model server that runs beside the snippet. */
declare const openai: import('openai').OpenAI;
/** The same; whatever is asked, it has had too many requests. */
declare const anthropic: import('@anthropic-ai/sdk').Anthropic;
