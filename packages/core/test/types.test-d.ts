/**
 * What must compile, and what must not: checked by `tsc`, never run.
 */
import type OpenAI from 'openai';
import {
  botanuWorkflow,
  continueRun,
  type EventScope,
  event,
  RunContext as Run,
  type RunContext,
  step,
} from '../src';

interface Ticket {
  readonly id: string;
  readonly customerId: number;
}

declare const ticket: Ticket;
declare const client: OpenAI;
declare function expectType<T>(value: T): void;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(proof: Equal<A, B>): void;

const ids = { eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' };

export function runsNow(): void {
  const value = event(ids, (run) => {
    same<typeof run, RunContext>(true);
    return 7 as const;
  });
  same<typeof value, 7>(true);

  const promise = event(ids, async () => 'text');
  same<typeof promise, Promise<string>>(true);

  const apiPromise = event(ids, () => client.models.retrieve('gpt-4o-mini'));
  void apiPromise.asResponse();

  const generator = event(ids, function* () {
    yield 1;
    return 'end';
  });
  expectType<Generator<number, string>>(generator);

  const stream = event(ids, () => new ReadableStream<string>());
  same<typeof stream, ReadableStream<string>>(true);

  event({ eventId: 1n, customerId: null, workflow: undefined, timeoutMs: 1, captureInput: false }, () => {});
  event({ ...ids, retryOf: Run.create(ids), parent: { baggage: '' }, parentTrace: 'link' }, () => {});

  // @ts-expect-error customerId is absent
  event({ eventId: 'e', workflow: 'w' }, () => {});
  // @ts-expect-error a date is no id
  event({ ...ids, eventId: new Date() }, () => {});
  // @ts-expect-error no such option
  event({ ...ids, custommerId: 'c' }, () => {});
  // @ts-expect-error a resolver needs a function to wrap
  event({ ...ids, eventId: (given: Ticket) => given.id }, () => {});
  // @ts-expect-error not a function
  event(ids, 5);
}

const byTicket = {
  eventId: (given: Ticket) => given.id,
  customerId: (given: Ticket) => given.customerId,
  workflow: 'Support',
};

export function wraps(): void {
  const inline = event(byTicket)(async (given) => given.id);
  same<ReturnType<typeof inline>, Promise<string>>(true);
  void inline(ticket);

  const annotated = event(byTicket)((given: Ticket, words: number) => given.id.length + words);
  same<typeof annotated, (given: Ticket, words: number) => number>(true);

  const constant = event({ ...ids })((words: number) => words);
  same<typeof constant, (words: number) => number>(true);

  function generic<T extends Ticket>(given: T): T {
    return given;
  }
  const wrapped = event({ ...ids })(generic);
  same<ReturnType<typeof wrapped<Ticket>>, Ticket>(true);

  event({ ...byTicket, tenantId: (_: Ticket, tenant: string) => tenant })((given: Ticket, tenant: string) => [
    given,
    tenant,
  ]);

  // @ts-expect-error the resolvers take a ticket, the function does not
  event(byTicket)((words: number) => words);
  // @ts-expect-error the function has no second argument for the resolver
  event({ ...byTicket, tenantId: (_: Ticket, tenant: string) => tenant })((given: Ticket) => given);
  // @ts-expect-error a resolver that gives no id
  event({ ...byTicket, eventId: (given: Ticket) => given });
  // @ts-expect-error workflow is absent
  event({ eventId: byTicket.eventId, customerId: byTicket.customerId });
  // @ts-expect-error the call needs a ticket
  void inline();

  const older = botanuWorkflow(
    { name: 'Support', eventId: byTicket.eventId, customerId: null },
    (given: Ticket) => given.id,
  );
  same<typeof older, (given: Ticket) => string>(true);
  // @ts-expect-error name is absent
  botanuWorkflow({ eventId: byTicket.eventId, customerId: null });
}

export class Desk {
  readonly greeting = 'Dear';

  @event(byTicket)
  async answer(given: Ticket): Promise<string> {
    return `${this.greeting} ${given.customerId}`;
  }

  @event({ ...ids })
  *words(): Generator<string> {
    yield this.greeting;
  }

  @step('triage')
  triage(words: number): number {
    return words;
  }

  // @ts-expect-error the method takes no ticket
  @event(byTicket)
  wrong(words: number): number {
    return words;
  }
}

export async function scopes(): Promise<void> {
  using scope = event.start(ids);
  same<typeof scope, EventScope>(true);
  same<ReturnType<typeof scope.with<number>>, number>(true);
  await using phase = step.start('retrieval');
  phase.fail('anything');
  // @ts-expect-error resolvers have no arguments here
  event.start(byTicket);
}

export function steps(): void {
  same<ReturnType<typeof step<number>>, number>(true);
  const retrieve = step('retrieval')(async (query: string) => query.length);
  same<typeof retrieve, (query: string) => Promise<number>>(true);
  // @ts-expect-error a step has a name
  step(() => 7);
  const continued = continueRun({}, (run) => run?.runId);
  same<typeof continued, string | undefined>(true);
}
