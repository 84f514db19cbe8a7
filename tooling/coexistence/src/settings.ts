/** How one run of a program is set up. The programs read it from the variable `SETTINGS`. */
export interface Settings {
  /** What the process is: an application, the service that it calls, decisions about trace ids, or a single run. */
  readonly program: 'application' | 'service' | 'ratio' | 'caller';
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
  /** How the program ends when its work is done: by itself, or by `process.exit()`. */
  readonly ending: 'by itself' | 'process.exit()';
  /** A name or a ratio: see `programs/samplers.cjs`. */
  readonly sampler: string;
  /** How often the program does all that it does. */
  readonly rounds: number;
  /** Where ids begin. */
  readonly seed: number;
  /** What `enable()` is called with. */
  readonly enable: Readonly<Record<string, unknown>>;
  /** For the caller: the packages of the instrumentations that `enable()` is given. */
  readonly instrumentations: readonly string[];
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
