import type { EnableWarning } from '../report';
import type { Reachability } from './reach';
import type { Observed } from './run-observed';
import type { Snapshot } from './snapshot';

/** What the doctor says. */
export interface Diagnosis extends Partial<Snapshot> {
  readonly isHealthy: boolean;
  /** What is wrong, and what to do about it. */
  readonly problems: readonly string[];
  /** What is worth knowing. */
  readonly notes: readonly string[];
  readonly command: readonly string[];
  readonly exitCode: number;
  readonly reachability: Reachability;
}

/** Warnings that say what was done, and not that something is wrong. */
const INFORMATION: ReadonlySet<string> = new Set([
  'BOTANU_ALREADY_ENABLED',
  'BOTANU_NO_BAGGAGE_PROPAGATOR',
  'BOTANU_PARALLEL_TRACING',
  'BOTANU_SAMPLER_NOT_USED',
]);

/**
 * Decides what is wrong.
 *
 * @param observed - The process, and what it said of itself.
 * @param reachability - Whether something listens where spans go.
 */
export function diagnose(observed: Observed, reachability: Reachability): Diagnosis {
  const { snapshot, command, exitCode } = observed;
  const problems = [
    ...problemsOfCommand(observed),
    ...(snapshot === undefined
      ? []
      : [...problemsOfSnapshot(snapshot), ...problemsOfDelivery(snapshot, reachability)]),
  ];
  return {
    ...snapshot,
    isHealthy: problems.length === 0,
    problems,
    notes: snapshot === undefined ? [] : notesOf(snapshot, observed.otherPrograms),
    command,
    exitCode,
    reachability,
  };
}

function problemsOfCommand({ command, exitCode, snapshot }: Observed): string[] {
  const problems: string[] = [];
  if (exitCode === 127) {
    problems.push(`${command[0]} cannot be started.`);
  } else if (exitCode !== 0 && exitCode <= 128) {
    problems.push(`the command ended with exit code ${exitCode}.`);
  }
  if (snapshot === undefined) {
    problems.push(
      'no process of the command said anything of itself: is it a program of Node 20.19 or later, and does it keep NODE_OPTIONS?',
    );
  }
  return problems;
}

function problemsOfSnapshot({ isEnabled, problems, report, apiCopies }: Snapshot): string[] {
  if (!isEnabled) {
    return problems.length > 0
      ? [...problems]
      : ['botanu is not enabled: OTEL_SDK_DISABLED is true, or the program has called disable().'];
  }
  const versions = new Set(apiCopies.filter(({ isLoaded }) => isLoaded).map(({ version }) => version));
  return [
    ...warningsOf(report?.warnings, false),
    ...(versions.size > 1
      ? [
          `@opentelemetry/api is loaded in ${versions.size} versions: ${[...versions].join(', ')}. Install one: npm dedupe.`,
        ]
      : []),
  ];
}

function warningsOf(warnings: readonly EnableWarning[] = [], isInformation: boolean): string[] {
  return warnings
    .filter(({ code }) => INFORMATION.has(code) === isInformation)
    .map(({ code, message }) => `${code}: ${message}`);
}

function problemsOfDelivery(
  { testSpan, delivery }: Snapshot,
  { endpoint, isReachable, errorCode }: Reachability,
): string[] {
  if (isReachable === undefined) {
    return [];
  }
  if (!isReachable) {
    return [`nothing answers at ${endpoint} (${errorCode}). Is a collector listening there?`];
  }
  const reasons = Object.keys(delivery.dropped).join(', ');
  return testSpan === 'lost'
    ? [`the test span was not delivered to ${endpoint} (${reasons}). What the process printed says why.`]
    : [];
}

function notesOf(snapshot: Snapshot, otherPrograms: readonly string[]): string[] {
  const { report, configuration, testSpan } = snapshot;
  const notes = warningsOf(report?.warnings, true);
  if (configuration.some(({ name, value }) => name === 'trustInbound' && value === true)) {
    notes.push(
      "trustInbound is true: whoever can reach this service can book cost on another customer. 'signed' and false exist.",
    );
  }
  if (testSpan === 'waiting') {
    notes.push('the process ended before the test span was answered for.');
  }
  if (otherPrograms.length > 0) {
    notes.push(
      `the command also ran ${otherPrograms.join(', ')}; this is about the process with the most spans.`,
    );
  }
  return notes;
}
