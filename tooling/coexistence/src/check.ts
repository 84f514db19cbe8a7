import {
  compareCalls,
  compareChanges,
  compareEndings,
  compareHeaders,
  compareSpans,
  compareStarted,
  withOrdinalIds,
} from './compare-host';
import { disconnectedSpans, missingSpans } from './compare-ours';
import type { Host } from './hosts';
import type { Observation, Variation } from './installed-host';
import type { StartedSpan } from './types';

/** What is checked of every host. Each column of the table is one of these. */
export const CHECKS = {
  mode: 'mode',
  spans: 'their exporter',
  calls: 'their processors',
  started: 'ids and flags in the application',
  headers: 'what is sent downstream',
  complete: 'every span of every run is ours',
  connected: 'one tree for each run',
  restored: 'restored by disable()',
} as const;

/** The name of a check. */
export type CheckName = keyof typeof CHECKS;

/** What each check found: nothing, where all is well. */
export type Findings = Readonly<Record<CheckName, readonly string[]>>;

/** Both runs of one program. */
export interface Pair {
  readonly without: Observation;
  readonly withBotanu: Observation;
}

/** Spans that the scenario begins as roots, inside of a run. */
const DETACHED = ['root of its own'];

/** How long `forceFlush()` and `shutdown()` may take: a collector that hangs holds an exporter for ten seconds. */
const ENDING_LIMIT_MS = 3000;

/**
 * Holds the program with botanu against the one without.
 *
 * @param host - The host.
 * @param variation - How both were run.
 * @param pair - What came of it.
 */
export function check(host: Host, variation: Variation, pair: Pair): Findings {
  const { withBotanu } = pair;
  return {
    ...compareHost(host, variation, pair),
    mode: checkMode(host, variation, withBotanu),
    complete: variation.isCollectorHung === true ? [] : checkComplete(variation, isJoined(host), withBotanu),
    connected: checkConnected(withBotanu),
    restored: checkRestored(variation, pair),
  };
}

type ComparedName = 'spans' | 'calls' | 'started' | 'headers';

function compareHost(host: Host, { sampler }: Variation, pair: Pair): Pick<Findings, ComparedName> {
  const [without, withBotanu] = [pair.without, pair.withBotanu].map((observation) =>
    seenByHost(host, observation),
  ) as [SeenByHost, SeenByHost];
  const isEmpty = without.spans.length === 0 && sampler !== 'always_off';
  return {
    spans: [...compareSpans(without.spans, withBotanu.spans), ...(isEmpty ? ['there are no spans'] : [])],
    calls: compareCalls(without.calls, withBotanu.calls),
    started: compareStarted(without.truth, withBotanu.truth),
    headers: [
      ...compareHeaders(without.received, withBotanu.received),
      ...(without.received.length > 0 ? [] : ['nothing was sent']),
    ],
  };
}

type SeenByHost = Pick<Observation, 'spans' | 'calls' | 'truth' | 'received'>;

function seenByHost(host: Host, { spans, calls, truth, received }: Observation): SeenByHost {
  const seen = { spans, calls, truth: isJoined(host) ? truth : withoutRuns(truth), received };
  return host.comparedBy === 'structure' ? mapValues(seen, withOrdinalIds) : seen;
}

function mapValues(seen: SeenByHost, map: <T>(value: T) => T): SeenByHost {
  return {
    spans: map(seen.spans),
    calls: map(seen.calls),
    truth: map(seen.truth),
    received: map(seen.received),
  };
}

function isJoined({ mode }: Host): boolean {
  return mode === 'attach';
}

function checkRestored({ order }: Variation, { without, withBotanu }: Pair): readonly string[] {
  return [
    ...compareEndings(without, withBotanu),
    // What botanu was before the host is nothing to go back to.
    ...(order === undefined ? compareChanges(without.changed, withBotanu.changed) : []),
    ...checkTimes(withBotanu),
  ];
}

function checkMode(
  host: Host,
  { order = 'host first' }: Variation,
  { report, isProviderTheirs }: Observation,
) {
  if (order !== 'host first') {
    return isProviderTheirs ? [] : ['the global tracer provider is not that of the host'];
  }
  return report?.mode === host.mode ? [] : [`mode ${report?.mode}, not ${host.mode}`];
}

function checkComplete(
  { enable = {} }: Variation,
  hasHostSpans: boolean,
  { truth, ours }: Observation,
): readonly string[] {
  const during = truth.filter(({ phase, spanId }) => phase === 'during' && spanId !== undefined);
  const isOurs = ({ name, run }: StartedSpan): boolean => {
    if (!hasHostSpans) {
      return name.startsWith('botanu.');
    }
    return enable.exportScope === 'runs' ? run !== null : true;
  };
  const unwanted =
    enable.exportScope === 'runs'
      ? ours.filter(({ attributes }) => attributes['botanu.run_id'] === undefined).map(({ name }) => name)
      : [];
  return [
    ...missingSpans(during.filter(isOurs).filter(isAttached), ours),
    ...unwanted.map((name) => `${name} is in no run, and was exported all the same`),
  ];
}

/** A root inside of a run belongs to the run by its context, and not by its trace. */
function isAttached({ name }: StartedSpan): boolean {
  return !DETACHED.includes(name);
}

/** Runs whose own span could not be started have no tree. */
function checkConnected({ ours, truth }: Observation): readonly string[] {
  const broken = new Set(truth.filter(({ error }) => error !== undefined).map(({ run }) => run));
  const whole = ours.filter(({ attributes }) => !broken.has(String(attributes['botanu.workflow'])));
  const disconnected = disconnectedSpans(whole, DETACHED);
  const isAcrossDisable = (line: string) => line.startsWith('open across disable');
  return disconnected.filter((line) => !isAcrossDisable(line));
}

function checkTimes({ flush, shutdown }: Observation): readonly string[] {
  return Object.entries({ flush, shutdown })
    .filter(([, { durationMs }]) => durationMs > ENDING_LIMIT_MS)
    .map(([name, { durationMs }]) => `${name} took ${Math.round(durationMs)} ms`);
}

function withoutRuns(truth: readonly StartedSpan[]): readonly StartedSpan[] {
  return truth.filter(({ name }) => !name.startsWith('botanu.')).map((span) => ({ ...span, run: null }));
}
