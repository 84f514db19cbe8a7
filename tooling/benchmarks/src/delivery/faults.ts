import type { Behaviour } from '@botanu-tooling/otlp-receiver';

/** How a process ends. */
export type Ending =
  | 'shutdown'
  | 'runs out'
  | 'SIGTERM'
  /** A listener of the application ends the process a second later. */
  | 'SIGTERM with a listener'
  | 'process.exit(3)'
  | 'SIGKILL';

/** What is wrong with a spool. */
type SpoolFault =
  /** There is a file where its folder should be. */
  | 'unusable'
  /** It takes 256 KiB. */
  | 'small'
  /** One byte is changed after the process, before the next one. */
  | 'damaged';

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
  readonly spoolFault?: SpoolFault;
  /** How many do the same at once, with one spool. */
  readonly processCount?: number;
  /** Of each process. */
  readonly spanCount: number;
  /** Over how long they are made; 0 makes them all at once. */
  readonly durationMs: number;
  readonly ending: Ending;
}

const BURST = { spanCount: 5000, durationMs: 0, ending: 'shutdown' } as const;

const AWAY = { downMs: { from: 0, to: Number.POSITIVE_INFINITY } } as const;

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
  { ...BURST, ...AWAY, name: 'the collector is down until after the process' },
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
  {
    ...BURST,
    name: 'SIGTERM, and a listener of the application that exits after a second',
    ending: 'SIGTERM with a listener',
  },
  { ...BURST, name: 'process.exit(3) in the middle of a run', ending: 'process.exit(3)' },
  {
    name: 'kill -9 while the collector hangs; 1,000 spans/s',
    always: { type: 'never', keep: false },
    spanCount: 5000,
    durationMs: 5000,
    ending: 'SIGKILL',
  },
  {
    name: 'two processes with one spool; the collector is down for 1.5 s',
    processCount: 2,
    downMs: { from: 500, to: 2000 },
    spanCount: 5000,
    durationMs: 3000,
    ending: 'shutdown',
  },
  { ...BURST, name: "the spool's folder cannot be written", spoolFault: 'unusable' },
  {
    ...BURST,
    ...AWAY,
    name: 'the spool takes 256 KiB, and the collector is down until after the process',
    spoolFault: 'small',
  },
  {
    ...BURST,
    ...AWAY,
    name: 'a byte of the spool is changed before the next process',
    spoolFault: 'damaged',
  },
];

function repeat(count: number, behaviour: Behaviour): readonly Behaviour[] {
  return Array.from({ length: count }, () => behaviour);
}
