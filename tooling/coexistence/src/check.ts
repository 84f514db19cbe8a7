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

/**
 * What is checked of every host:
 *
 * - `mode`: how `enable()` stood to it;
 * - `spans`, `calls`: what its exporter and its processors received;
 * - `started`: ids and flags that the application saw;
 * - `headers`: what was sent to other services;
 * - `complete`, `connected`: every span is ours, and each run is one tree;
 * - `restored`: flushing, shutting down, and what `disable()` has left behind.
 */
export type CheckName =
  | 'mode'
  | 'spans'
  | 'calls'
  | 'started'
  | 'headers'
  | 'complete'
  | 'connected'
  | 'restored';

/** What each check found: nothing, where all is well. */
export type Findings = Readonly<Record<CheckName, readonly string[]>>;

/** Both runs of one program. */
export interface Pair {
  readonly without: Observation;
  readonly withBotanu: Observation;
}

/** Spans that the scenario begins as roots, inside of a run. */
const DETACHED = ['root of its own'];

/** The flag of the W3C trace context. */
const SAMPLED = 1;

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
    ...(variation.isCollectorHung === true ? NOTHING_RECEIVED : checkOurs(host, variation, withBotanu)),
    restored: checkRestored(variation, pair),
  };
}

type OursName = 'complete' | 'connected';

/** A collector that hangs may have been sent anything. */
const NOTHING_RECEIVED: Pick<Findings, OursName> = { complete: [], connected: [] };

function checkOurs(host: Host, variation: Variation, withBotanu: Observation): Pick<Findings, OursName> {
  return {
    complete: [...checkComplete(variation, isJoined(host), withBotanu), ...checkViews(withBotanu.ours)],
    connected: checkConnected(withBotanu),
  };
}

type ComparedName = 'spans' | 'calls' | 'started' | 'headers';

function compareHost(
  host: Host,
  { sampler, enable = {} }: Variation,
  pair: Pair,
): Pick<Findings, ComparedName> {
  const [without, withBotanu] = [pair.without, pair.withBotanu].map((observation) =>
    seenByHost(host, observation),
  ) as [SeenByHost, SeenByHost];
  const isEmpty = without.spans.length === 0 && sampler !== 'always_off';
  return {
    spans: [
      ...compareSpans(without.spans, withBotanu.spans),
      ...(isEmpty ? ['there are no spans'] : []),
      ...(isJoined(host) ? checkEnrichment(enable.enrichExisting !== false, pair.withBotanu) : []),
    ],
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

/** Inside of runs the host's exporter sees the run context, or, where that is asked for, nothing of it. */
function checkEnrichment(isEnriched: boolean, { truth, spans }: Observation): readonly string[] {
  const during = truth.filter(({ phase, run }) => phase === 'during' && run !== null);
  const runOf = new Map(during.map(({ spanId, run }) => [spanId, run]));
  return spans
    .filter(({ name, spanId }) => runOf.has(spanId) && !name.startsWith('botanu.'))
    .filter(({ attributes }) => (attributes['botanu.run_id'] !== undefined) !== isEnriched)
    .map(({ name, spanId }) => `${name} ${spanId} has ${isEnriched ? 'no' : 'a'} run context`);
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

/** Our collector gets sampled spans of both resources, whatever the host's sampler and SDK are. */
function checkViews(ours: Observation['ours']): readonly string[] {
  return ours
    .filter(
      ({ flags, scope, resource }) =>
        (flags & SAMPLED) === 0 ||
        scope.name === '' ||
        resource['telemetry.distro.name'] !== '@botanu/sdk' ||
        resource['service.name'] === undefined,
    )
    .map(({ name, spanId }) => `${name} ${spanId} is not sampled, or has no scope, or not both resources`);
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
