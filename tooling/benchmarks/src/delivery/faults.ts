import type { Behaviour } from '@botanu-tooling/otlp-receiver';

/** How a process ends. */
export type Ending = 'shutdown' | 'runs out' | 'SIGTERM' | 'process.exit(3)' | 'SIGKILL';

/** Something that goes wrong, or does not. */
export interface Fault {
  readonly name: string;
  /** What the collector does to the first requests. */
  readonly behaviours?: readonly Behaviour[];
  /** What it does to all requests, until the process has ended. */
  readonly always?: Behaviour;
  /** When, after its start, nobody listens at the collector's port. */
  readonly downMs?: { readonly from: number; readonly to: number };
  /** Bodies that are larger are answered with 413. */
  readonly maxBodyBytes?: number;
  readonly spanCount: number;
  /** Over how long they are made; 0 makes them all at once. */
  readonly durationMs: number;
  readonly ending: Ending;
}

const BURST = { spanCount: 5000, durationMs: 0, ending: 'shutdown' } as const;

/** What is tried, with each deliverer. */
export const FAULTS: readonly Fault[] = [
  { ...BURST, name: 'none: a burst of 60,000, then shutdown()', spanCount: 60_000 },
  {
    ...BURST,
    name: 'the collector is 50 ms away, 60,000 wait at shutdown()',
    always: { type: 'late', delayMs: 50 },
    spanCount: 60_000,
  },
  {
    name: 'the collector is down for 10 s, then back',
    downMs: { from: 500, to: 10_500 },
    spanCount: 12_000,
    durationMs: 12_000,
    ending: 'shutdown',
  },
  {
    ...BURST,
    name: 'the collector is down until after the process',
    downMs: { from: 0, to: Number.POSITIVE_INFINITY },
  },
  { ...BURST, name: 'the collector hangs until after the process', always: { type: 'never', keep: false } },
  {
    ...BURST,
    name: '503 with Retry-After, three times',
    behaviours: repeat(3, { type: 'status', status: 503, retryAfter: 1 }),
  },
  { ...BURST, name: '500, once', behaviours: [{ type: 'status', status: 500 }] },
  {
    ...BURST,
    name: 'the connection is reset in a request, three times',
    behaviours: repeat(3, { type: 'drop' }),
  },
  { ...BURST, name: 'the answer is lost, once', behaviours: [{ type: 'drop', when: 'response' }] },
  { ...BURST, name: '413 above 20 kB', maxBodyBytes: 20_000 },
  { ...BURST, name: 'a partial success rejects 7', behaviours: [{ type: 'partialSuccess', rejected: 7 }] },
  { ...BURST, name: 'none: the script just ends', ending: 'runs out' },
  { ...BURST, name: 'SIGTERM, and no listener of the application', ending: 'SIGTERM' },
  { ...BURST, name: 'process.exit(3) in the middle of a run', ending: 'process.exit(3)' },
  {
    name: 'kill -9 while the collector hangs; 1,000 spans/s',
    always: { type: 'never', keep: false },
    spanCount: 5000,
    durationMs: 5000,
    ending: 'SIGKILL',
  },
];

function repeat(count: number, behaviour: Behaviour): readonly Behaviour[] {
  return Array.from({ length: count }, () => behaviour);
}
