import { getRuntime, warnTelemetryFailed } from '@botanu/core/authoring';
import { ATTR_BOTANU_RUN_ID } from '@botanu/core/semconv';
import type { Attributes, SpanContext } from '@opentelemetry/api';
import { BoundedMap } from './bounded-map';
import { addSpanUsage, isContainer, isSameUsage, responseIdOf, type SpanUsage, usageOf } from './span-usage';

/** What the processor needs of an ended span. The spans of OpenTelemetry SDK 1.x, 2.x and 3.x all have it. */
export interface EndedSpan {
  /** Its attributes; the decision is added to them. */
  readonly attributes: Attributes;
  /** The span's parent, in 2.x and 3.x. */
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
  /** The same in 1.x. */
  readonly parentSpanId?: string | undefined;
  /** The span's ids. */
  spanContext(): SpanContext;
}

/** How much is remembered. */
export interface UsageElectionOptions {
  /**
   * How many runs (outside of a run: traces) are remembered; the one without news for longest is forgotten first.
   * @defaultValue 1000
   */
  readonly maxRuns?: number | undefined;
  /**
   * How many spans and responses of one run are remembered.
   * @defaultValue 10000
   */
  readonly maxSpansPerRun?: number | undefined;
}

/** Which rule decided. */
type Rule =
  /** The first ended span with usage for this response. */
  | 'first_of_response'
  /** A later one for the same response. */
  | 'same_response'
  /** An agent or workflow, or any parent with the sum of its children. */
  | 'sum_of_children'
  /** The same tokens as a span that contains it, or that it contains, where one of them names no response. */
  | 'same_usage'
  /** Nothing else reports this usage. */
  | 'only_report';

/** What is known of the spans of a run. Spans are keyed by their id. */
interface RunState {
  readonly responses: BoundedMap<string, true>;
  /** What ended spans below an open span bear. */
  readonly borneBelow: BoundedMap<string, SpanUsage>;
  /** Ended spans that bear usage, and whether they named a response. */
  readonly bearers: BoundedMap<string, { readonly usage: SpanUsage; readonly hasResponseId: boolean }>;
}

const ATTR_BEARING = 'botanu.usage.bearing';
const ATTR_ELECTED_BY = 'botanu.usage.elected_by';

/**
 * A span processor that lets each use of a model count once. Frameworks, clients and instrumentations often report the
 * same tokens on several spans. As spans end, each that reports tokens is marked with `botanu.usage.bearing`: true on
 * one span per response, false on its twins and on parents that repeat the sum of their children. Whoever adds up the
 * spans that bear usage gets the tokens of the bill. `botanu.usage.elected_by` names the rule.
 *
 * It reads every usual spelling of token counts, changes nothing else, never throws, and remembers a bounded amount.
 * Put it before the processor that exports.
 *
 * @example
 * ```ts
 * import { BasicTracerProvider, BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
 *
 * const exporting = new BatchSpanProcessor(new ConsoleSpanExporter());
 * const provider = new BasicTracerProvider({
 *   spanProcessors: [new RunContextEnricher(), new UsageElection(), exporting],
 * });
 * ```
 */
export class UsageElection {
  readonly #runs: BoundedMap<string, RunState>;
  readonly #maxSpansPerRun: number;
  /** Outside of a run, twins may begin a trace each: the AI SDK's own spans, and ours. */
  readonly #responsesOutsideRuns: BoundedMap<string, true>;

  /**
   * @param options - How much is remembered.
   */
  constructor({ maxRuns = 1000, maxSpansPerRun = 10_000 }: UsageElectionOptions = {}) {
    this.#runs = new BoundedMap(maxRuns);
    this.#maxSpansPerRun = maxSpansPerRun;
    this.#responsesOutsideRuns = new BoundedMap(maxSpansPerRun);
    getRuntime().electsUsage = true;
  }

  /** Does nothing: usage is known when a span ends. */
  onStart(): void {}

  /**
   * Decides whether the span bears its usage.
   *
   * @param span - The span that has ended.
   */
  onEnd(span: EndedSpan): void {
    try {
      this.#elect(span);
    } catch (error) {
      warnTelemetryFailed('elect the span that bears a usage', error);
    }
  }

  /** Resolves at once: nothing is held back. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Forgets everything. */
  shutdown(): Promise<void> {
    this.#runs.clear();
    this.#responsesOutsideRuns.clear();
    return Promise.resolve();
  }

  #elect(span: EndedSpan): void {
    const { attributes } = span;
    const { traceId, spanId } = span.spanContext();
    const runId = attributes[ATTR_BOTANU_RUN_ID];
    const runKey = typeof runId === 'string' ? runId : traceId;
    const usage = usageOf(attributes);
    let run = this.#runs.get(runKey);
    if (usage === undefined && run === undefined) {
      return;
    }
    run ??= this.#createRun(runKey, typeof runId === 'string');
    const parentId = span.parentSpanContext?.spanId ?? span.parentSpanId;
    const below = run.borneBelow.take(spanId);
    const borne = usage === undefined ? below : decide(run, attributes, usage, { spanId, parentId, below });
    if (borne !== undefined && parentId !== undefined) {
      run.borneBelow.set(parentId, addSpanUsage(run.borneBelow.get(parentId), borne));
    }
    this.#runs.set(runKey, run);
  }

  #createRun(key: string, isRun: boolean): RunState {
    const run = {
      responses: isRun ? new BoundedMap<string, true>(this.#maxSpansPerRun) : this.#responsesOutsideRuns,
      borneBelow: new BoundedMap<string, SpanUsage>(this.#maxSpansPerRun),
      bearers: new BoundedMap<string, { usage: SpanUsage; hasResponseId: boolean }>(this.#maxSpansPerRun),
    };
    this.#runs.set(key, run);
    return run;
  }
}

/** Where a span stands among the others. */
interface Place {
  readonly spanId: string;
  readonly parentId: string | undefined;
  /** What ended spans below it bear. */
  readonly below: SpanUsage | undefined;
}

/** Writes the decision, and returns what the span and all below it bear. */
function decide(
  run: RunState,
  attributes: Attributes,
  usage: SpanUsage,
  place: Place,
): SpanUsage | undefined {
  const responseId = responseIdOf(attributes);
  const rejectedBy = findRejection(run, attributes, usage, responseId, place);
  attributes[ATTR_BEARING] = rejectedBy === undefined;
  attributes[ATTR_ELECTED_BY] =
    rejectedBy ?? (responseId === undefined ? 'only_report' : 'first_of_response');
  if (rejectedBy !== undefined) {
    return place.below;
  }
  if (responseId !== undefined) {
    run.responses.set(responseId, true);
  }
  run.bearers.set(place.spanId, { usage, hasResponseId: responseId !== undefined });
  return addSpanUsage(place.below, usage);
}

function findRejection(
  run: RunState,
  attributes: Attributes,
  usage: SpanUsage,
  responseId: string | undefined,
  { parentId, below }: Place,
): Rule | undefined {
  if (below !== undefined && isContainer(attributes)) {
    return 'sum_of_children';
  }
  if (responseId !== undefined && run.responses.get(responseId) !== undefined) {
    return 'same_response';
  }
  if (below !== undefined && isSameUsage(usage, below)) {
    return 'sum_of_children';
  }
  // A parent that has ended first, as one whose stream its child still reads.
  const parent = parentId === undefined ? undefined : run.bearers.get(parentId);
  const mayBeTwins = parent !== undefined && !(parent.hasResponseId && responseId !== undefined);
  return mayBeTwins && isSameUsage(usage, parent.usage) ? 'same_usage' : undefined;
}
