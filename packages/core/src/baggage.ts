import { type Attributes, type Baggage, type BaggageEntry, propagation } from '@opentelemetry/api';
import { toIdentifier } from './identifier';
import { RunContext } from './run-context';
import { put, stampOf } from './run-record';
import { ATTR_BOTANU_RUN_ID, ATTR_BOTANU_STEP, BAGGAGE_BOTANU_PREFIX } from './semconv';

/** By this any copy of this package recognises baggage that was made from a live run by another copy. */
const SPAN_ATTRIBUTES: unique symbol = Symbol.for('botanu.baggage.span_attributes.v1') as never;

/**
 * W3C Baggage that carries a run: OpenTelemetry's `Baggage` interface over the run itself. Entries are built
 * when somebody reads them, an outgoing request say; most runs never pay for that.
 *
 * Our entries come first, since propagators cut what is too long at the end. The application's own entries
 * follow; what they held of an outer run is replaced.
 */
export class RunBaggage implements Baggage {
  declare readonly run: RunContext;
  declare readonly step: string | undefined;
  readonly #application: Baggage | undefined;
  #entries: Map<string, BaggageEntry> | undefined;
  #wasCancelled = false;
  #spanAttributes: Attributes | undefined;

  /**
   * @param run - The run to carry.
   * @param step - The step's name, inside one.
   * @param outer - Baggage whose entries of the application are kept.
   */
  constructor(run: RunContext, step: string | undefined, outer: Baggage | undefined) {
    this.run = run;
    this.step = step;
    this.#application = outer instanceof RunBaggage ? outer.#application : outer;
  }

  /** What a span that starts under this baggage is stamped with: prepared once for all spans. */
  get [SPAN_ATTRIBUTES](): Attributes {
    if (this.#spanAttributes === undefined) {
      this.#spanAttributes = stampOf(this.run);
      put(this.#spanAttributes, ATTR_BOTANU_STEP, this.step);
    }
    return this.#spanAttributes;
  }

  getEntry(key: string): BaggageEntry | undefined {
    const entry = this.#read().get(key);
    return entry && { ...entry };
  }

  getAllEntries(): [string, BaggageEntry][] {
    return [...this.#read()];
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    return this.#change(key, (baggage) => baggage.setEntry(key, entry));
  }

  removeEntry(key: string): Baggage {
    return this.#change(key, (baggage) => baggage.removeEntry(key));
  }

  removeEntries(...keys: string[]): Baggage {
    return keys.reduce<Baggage>((baggage, key) => baggage.removeEntry(key), this);
  }

  clear(): Baggage {
    return propagation.createBaggage();
  }

  /** Where somebody changes our own entries, the entries are all there is from here on, and they decide. */
  #change(key: string, change: (baggage: Baggage) => Baggage): Baggage {
    return isOurs(key)
      ? change(propagation.createBaggage(Object.fromEntries(this.#read())))
      : new RunBaggage(this.run, this.step, change(this.#application ?? propagation.createBaggage()));
  }

  #read(): Map<string, BaggageEntry> {
    const { run, step } = this;
    // Cancellation is the one thing about a run that changes after its entries may have been built.
    if (this.#entries === undefined || this.#wasCancelled !== run.cancelled) {
      this.#wasCancelled = run.cancelled;
      const ours = { ...run.toBaggage(), ...(step && { [ATTR_BOTANU_STEP]: step }) };
      this.#entries = new Map([
        ...Object.entries(ours).map(([key, value]) => [key, { value }] as const),
        ...(this.#application?.getAllEntries().filter(([key]) => !isOurs(key)) ?? []),
      ]);
    }
    return this.#entries;
  }
}

/** Whether baggage was made from a run of this process, by any copy of this package. */
export function isLiveBaggage(baggage: Baggage): boolean {
  return SPAN_ATTRIBUTES in baggage;
}

function isOurs(key: string): boolean {
  return key.startsWith(BAGGAGE_BOTANU_PREFIX);
}

const receivedBaggages = new WeakMap<Baggage, RunBaggage | undefined>();

/** What a service reads out of baggage that came from elsewhere: done once per baggage object. */
function receivedRun(baggage: Baggage): RunBaggage | undefined {
  if (!receivedBaggages.has(baggage)) {
    const run = RunContext.read((key) => baggage.getEntry(key)?.value);
    receivedBaggages.set(baggage, run && new RunBaggage(run, stepInBaggage(baggage), baggage));
  }
  return receivedBaggages.get(baggage);
}

/**
 * Reads the run out of baggage.
 *
 * @param baggage - Any baggage.
 * @param live - The run that in-process code put beside it.
 * @returns The live run where the baggage carries its id; else the run that the baggage itself describes.
 */
export function runInBaggage(baggage: Baggage, live: RunContext | undefined): RunContext | undefined {
  if (baggage instanceof RunBaggage) {
    return baggage.run;
  }
  return live && baggage.getEntry(ATTR_BOTANU_RUN_ID)?.value === live.runId
    ? live
    : receivedRun(baggage)?.run;
}

/** The step that a baggage says it was sent from. */
export function stepInBaggage(baggage: Baggage): string | undefined {
  return toIdentifier(baggage.getEntry(ATTR_BOTANU_STEP)?.value);
}

/**
 * The attributes that a span starting under this baggage is stamped with.
 *
 * @param baggage - Any baggage.
 * @returns One prepared object per run, step or received baggage; undefined where there is no run.
 */
export function spanAttributesInBaggage(baggage: Baggage): Readonly<Attributes> | undefined {
  return (baggage as Partial<RunBaggage>)[SPAN_ATTRIBUTES] ?? receivedRun(baggage)?.[SPAN_ATTRIBUTES];
}
