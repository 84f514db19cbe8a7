/**
 * What must compile, and what must not: checked by `tsc`, never run.
 */
import type { Readable } from 'node:stream';
import type { Span } from '@opentelemetry/api';
import type { Knex } from 'knex';
import type OpenAI from 'openai';
import {
  botanuWorkflow,
  continueRun,
  type currentRun,
  type EventScope,
  emitOutcome,
  event,
  extractRunContext,
  type getBaggage,
  type getCurrentSpan,
  type getRunId,
  type getWorkflow,
  injectRunContext,
  type ManualScope,
  RunContext as Run,
  type RunContext,
  type RunOutcome,
  setBusinessContext,
  setCorrelation,
  step,
  withAttempt,
  withBaggage,
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

declare const knex: Knex;
declare const readable: Readable;
declare const response: Response;
declare const iterable: AsyncIterable<number>;

/** What a function returns is what the caller gets, type and all. */
export function returns(): void {
  const asyncGenerator = event(ids, async function* () {
    yield 'text';
    return 7;
  });
  expectType<AsyncGenerator<string, number>>(asyncGenerator);
  const observed = event(ids, () => iterable);
  same<typeof observed, AsyncIterable<number>>(true);
  const node = event(ids, () => readable);
  same<typeof node, Readable>(true);
  const fetched = event(ids, async () => response);
  same<typeof fetched, Promise<Response>>(true);
  const query = event(ids, () => knex('tickets').where({ id: 1 }).first());
  void query.toSQL();
  const list = event(ids, () => ['a', 'b']);
  same<typeof list, string[]>(true);
  const nothing = event(ids, () => {});
  same<typeof nothing, void>(true);
  const found = step('lookup', (): Map<string, number> => new Map());
  same<typeof found, Map<string, number>>(true);
}

/** A legacy (`experimentalDecorators`) decoration is a call with three arguments. */
export function legacy(): void {
  const descriptor: TypedPropertyDescriptor<(given: Ticket) => number> = {};
  const decorated = event(byTicket)(Desk.prototype, 'answer', descriptor);
  expectType<TypedPropertyDescriptor<(given: Ticket) => number>>(decorated);
  step('triage')(Desk.prototype, Symbol('triage'), descriptor);
  const unfit: TypedPropertyDescriptor<(words: number) => number> = {};
  // @ts-expect-error the method takes no ticket
  event(byTicket)(Desk.prototype, 'answer', unfit);
}

export function runs(run: RunContext): void {
  same<typeof run.deadline, number | undefined>(true);
  same<typeof run.cancelledAt, number | undefined>(true);
  same<typeof run.durationMs, number>(true);
  same<typeof run.signal, AbortSignal>(true);
  same<typeof run.outcome, Readonly<RunOutcome> | undefined>(true);
  same<ReturnType<typeof run.toBaggage>, Record<string, string>>(true);
  same<ReturnType<typeof run.remainingTimeMs>, number | undefined>(true);
  run.complete('partial', { reasonCode: 'no_citations', confidence: 0.7 });
  run.requestCancellation();
  run.waitUntil(Promise.resolve(7));
  same<ReturnType<typeof Run.fromBaggage>, RunContext | undefined>(true);
  expectType<RunContext>(Run.createRetry(run));
  Run.create({
    ...ids,
    runId: 'r',
    attempt: 2,
    deadline: Date.now(),
    cancelled: true,
    parentRunId: undefined,
  });

  // @ts-expect-error no such status
  run.complete('done');
  // @ts-expect-error what a run is does not change
  run.runId = 'another';
  // @ts-expect-error nor does its outcome, but by complete()
  run.outcome = { status: 'success' };
  // @ts-expect-error runs are made by event() and RunContext.create()
  new Run(ids);
  // @ts-expect-error a retry is of a run
  event({ ...ids, retryOf: run.runId }, () => {});
  // @ts-expect-error work is a promise
  run.waitUntil(7);
  // @ts-expect-error the timeout is a number of milliseconds
  event({ ...ids, timeoutMs: '30s' }, () => {});
  // @ts-expect-error no such way to go on with a trace
  event({ ...ids, parent: run, parentTrace: 'child' }, () => {});
}

export function aroundRuns(): void {
  same<ReturnType<typeof currentRun>, RunContext | undefined>(true);
  same<ReturnType<typeof getRunId>, string | undefined>(true);
  same<ReturnType<typeof getWorkflow>, string | undefined>(true);
  same<ReturnType<typeof getBaggage>, string | undefined>(true);
  same<ReturnType<typeof getCurrentSpan>, Span | undefined>(true);
  emitOutcome({ valueType: 'tickets_resolved', valueAmount: 1, metadata: { any: ['thing'] } });
  emitOutcome('success', { confidence: 1 });
  setBusinessContext({ customerId: 4711n, team: 'support' });
  setCorrelation({ zendesk_ticket_id: 4711, stripe_charge_id: undefined });
  const channel = withBaggage({ 'app.channel': 'email' }, () => 7 as const);
  same<typeof channel, 7>(true);
  const attempt = withAttempt(2, async () => 'text');
  same<typeof attempt, Promise<string>>(true);

  // @ts-expect-error there is no status: it is resolved elsewhere
  emitOutcome({ status: 'success' });
  // @ts-expect-error an amount is a number
  emitOutcome({ valueAmount: '1' });
  // @ts-expect-error no such field
  setBusinessContext({ tema: 'support' });
  // @ts-expect-error a date is no id
  setCorrelation({ zendesk_ticket_id: new Date() });
  // @ts-expect-error baggage is text
  withBaggage({ depth: 7 }, () => {});
  // @ts-expect-error the attempt comes first
  withAttempt(() => {});
}

export function carriers(run: RunContext): void {
  const headers = injectRunContext(new Headers());
  same<typeof headers, Headers>(true);
  const list: [string, string][] = [];
  injectRunContext(list, { set: (target, key, value) => target.push([key, value]) });
  const getter = {
    get: (source: [string, string][], key: string) => source.find(([name]) => name === key)?.[1],
    keys: (source: [string, string][]) => source.map(([name]) => name),
  };
  const extracted = extractRunContext(list, getter);
  same<typeof extracted, RunContext | undefined>(true);
  const continued = continueRun(list, async (current) => current?.eventId, { getter, parentTrace: 'link' });
  same<typeof continued, Promise<string | undefined>>(true);
  continueRun(run, () => {});

  // @ts-expect-error the getter is of another carrier
  extractRunContext(new Map<string, string>(), getter);
  // @ts-expect-error the function is missing
  continueRun(list);
}

export function scopesAgain(): void {
  const scope: ManualScope = step.start('retrieval');
  same<ReturnType<typeof scope.end>, void>(true);
  const inside = event.start(ids).with(async () => 7);
  same<typeof inside, Promise<number>>(true);
  // @ts-expect-error a step's scope has no run
  void step.start('retrieval').run;
  // @ts-expect-error the three keys are due here, too
  event.start({ eventId: 'e' });
}
