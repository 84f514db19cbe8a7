import { type Attributes, type Baggage, type BaggageEntry, propagation } from '@opentelemetry/api';
import { toIdentifier } from './identifier';
import { RunContext, stampOf } from './run-context';
import { ATTR_BOTANU_RUN_ID, ATTR_BOTANU_STEP, BAGGAGE_BOTANU_PREFIX } from './semconv';

/** By this any copy of this package recognises baggage that was made from a live run by another copy. */
const SPAN_ATTRIBUTES = Symbol.for('botanu.baggage.span_attributes.v1');

/**
 * W3C Baggage that carries a run: OpenTelemetry's `Baggage` interface over the run itself. Entries are built
 * when somebody reads them, an outgoing request say; most runs never pay for that.
 *
 * Our entries come first, since propagators cut what is too long at the end. The application's own entries
 * follow; what they held of an outer run is replaced.
 */
export class RunBaggage implements Baggage {
  readonly run: RunContext;
  readonly step: string | undefined;
  readonly #application: Baggage | undefined;
  #entries: Map<string, BaggageEntry> | undefined = undefined;
  #wasCancelled = false;
  #spanAttributes: Attributes | undefined = undefined;

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
    this.#spanAttributes ??= withStep(stampOf(this.run), this.step);
    return this.#spanAttributes;
  }

  getEntry(key: string): BaggageEntry | undefined {
    const entry = this.#read().get(key);
    return entry === undefined ? undefined : { ...entry };
  }

  getAllEntries(): [string, BaggageEntry][] {
    return [...this.#read()];
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    if (key.startsWith(BAGGAGE_BOTANU_PREFIX)) {
      return this.#toPlain().setEntry(key, entry);
    }
    const application = this.#application ?? propagation.createBaggage();
    return new RunBaggage(this.run, this.step, application.setEntry(key, entry));
  }

  removeEntry(key: string): Baggage {
    if (key.startsWith(BAGGAGE_BOTANU_PREFIX)) {
      return this.#toPlain().removeEntry(key);
    }
    return new RunBaggage(this.run, this.step, this.#application?.removeEntry(key));
  }

  removeEntries(...keys: string[]): Baggage {
    return keys.reduce<Baggage>((baggage, key) => baggage.removeEntry(key), this);
  }

  clear(): Baggage {
    return propagation.createBaggage();
  }

  /** Somebody changes our own entries: from here on the entries are all there is, and they decide. */
  #toPlain(): Baggage {
    return propagation.createBaggage(Object.fromEntries(this.#read()));
  }

  #read(): Map<string, BaggageEntry> {
    // Cancellation is the one thing about a run that changes after its entries may have been built.
    if (this.#entries === undefined || this.#wasCancelled !== this.run.cancelled) {
      this.#wasCancelled = this.run.cancelled;
      this.#entries = this.#build();
    }
    return this.#entries;
  }

  #build(): Map<string, BaggageEntry> {
    const entries = new Map<string, BaggageEntry>();
    for (const [key, value] of Object.entries(this.run.toBaggage())) {
      entries.set(key, { value });
    }
    if (this.step !== undefined) {
      entries.set(ATTR_BOTANU_STEP, { value: this.step });
    }
    for (const [key, entry] of this.#application?.getAllEntries() ?? []) {
      if (!key.startsWith(BAGGAGE_BOTANU_PREFIX)) {
        entries.set(key, entry);
      }
    }
    return entries;
  }
}

/** Whether baggage was made from a run of this process, by any copy of this package. */
export function isLiveBaggage(baggage: Baggage): boolean {
  return SPAN_ATTRIBUTES in baggage;
}

/** What a service reads out of baggage that came from elsewhere: done once per baggage object. */
interface ReadBaggage {
  readonly run: RunContext | undefined;
  readonly spanAttributes: Attributes | undefined;
}

const readBaggages = new WeakMap<Baggage, ReadBaggage>();

const NO_RUN: ReadBaggage = { run: undefined, spanAttributes: undefined };

function readBaggage(baggage: Baggage): ReadBaggage {
  const known = readBaggages.get(baggage);
  if (known !== undefined) {
    return known;
  }
  const record: Record<string, string> = {};
  for (const [key, { value }] of baggage.getAllEntries()) {
    record[key] = value;
  }
  const run = RunContext.fromBaggage(record);
  const step = toIdentifier(record[ATTR_BOTANU_STEP]);
  const read = run === undefined ? NO_RUN : { run, spanAttributes: withStep(stampOf(run), step) };
  readBaggages.set(baggage, read);
  return read;
}

function withStep(attributes: Attributes, step: string | undefined): Attributes {
  return step === undefined ? attributes : { ...attributes, [ATTR_BOTANU_STEP]: step };
}

/**
 * Reads the run out of baggage.
 *
 * @param baggage - Any baggage.
 * @param live - The run that in-process code put beside it.
 * @returns The live run where the baggage carries its id; else the run that the baggage itself describes.
 */
export function runInBaggage(baggage: Baggage, live: RunContext | undefined): RunContext | undefined {
  if (live !== undefined) {
    const isLive =
      baggage instanceof RunBaggage
        ? baggage.run === live
        : baggage.getEntry(ATTR_BOTANU_RUN_ID)?.value === live.runId;
    if (isLive) {
      return live;
    }
  }
  return readBaggage(baggage).run;
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
  const prepared = (baggage as { [SPAN_ATTRIBUTES]?: Attributes })[SPAN_ATTRIBUTES];
  return prepared ?? readBaggage(baggage).spanAttributes;
}
