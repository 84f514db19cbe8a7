/** Who is served: as varied as in a server, and prepared so that no contender pays for making the ids. */
const eventIds = Array.from({ length: 1000 }, (_, index) => `ticket-${100_000 + index}`);
const customerIds = Array.from({ length: 50 }, (_, index) => `customer-${index}`);

export const WORKFLOW = 'Support';
export const ENVIRONMENT = 'production';
export const TENANT_ID = 'tenant-7';

/** For contenders that make no run ids. */
export const RUN_ID = '01990000-0000-7000-8000-000000000000';

/** Picks an event id. */
export function eventIdOf(index: number): string {
  return eventIds[index % eventIds.length] as string;
}

/** Picks a customer id. */
export function customerIdOf(index: number): string {
  return customerIds[index % customerIds.length] as string;
}

let calls = 0;

/** The user's synchronous function: as small as can be, so that what is measured is the wrapping. */
export function work(): number {
  calls += 1;
  return calls;
}

/** The user's asynchronous function: its promise is resolved at once. */
export async function workAsync(): Promise<number> {
  calls += 1;
  return calls;
}
