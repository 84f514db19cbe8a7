/** How one run of a program is set up. The programs read it from the variable `SETTINGS`. */
export interface Settings {
  /** What the process is: an application, the service that it calls, or decisions about trace ids. */
  readonly program: 'application' | 'service' | 'ratio';
  readonly isBotanuOn: boolean;
  /** The module that starts the host. */
  readonly hostFile: string;
  /** Whether botanu's processors are put into the host's provider by hand, without `enable()`. */
  readonly isByHand: boolean;
  /** What the program without botanu has where the other opens a run or a step. */
  readonly withoutBotanu: 'plain spans' | 'nothing';
  /** Who is there first: the host, a first event at import time, or `--import @botanu/sdk/register`. */
  readonly order: 'host first' | 'event first' | 'register first';
  /** Whether botanu is taken out again before the host shuts down. */
  readonly isDisabled: boolean;
  /** Whether our collector takes every request, and never answers. */
  readonly isCollectorHung: boolean;
  /** A name or a ratio: see `programs/samplers.cjs`. */
  readonly sampler: string;
  /** How often the program does all that it does. */
  readonly rounds: number;
  /** Where ids begin. */
  readonly seed: number;
  /** What `enable()` is called with. */
  readonly enable: Readonly<Record<string, unknown>>;
  /** The version of botanu's tracer, for the plain spans in its place. */
  readonly coreVersion: string;
  /** The service that the program calls. */
  readonly otherServiceUrl: string;
  /** Where the program writes its {@link ProgramResult}. */
  readonly resultFile: string;
  /** Where a service writes its URL, and where decisions read their cases. */
  readonly urlFile: string;
  readonly casesFile: string;
  /** What only some hosts look at. */
  readonly variant: string;
}
