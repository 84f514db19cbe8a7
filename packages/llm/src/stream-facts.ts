import { asFields, type Fields } from './fields';
import { CHUNK_READERS, type ChunkReader } from './read-chunk';
import type { ResponseFacts } from './response';
import type { Usage } from './usage';

/** What is gathered from the chunks of a stream. */
export class StreamFacts {
  id: string | undefined;
  requestId: string | undefined;
  model: string | undefined;
  usage: Usage | undefined;
  /** Seconds of audio, where those are what is billed. */
  audioSeconds: number | undefined;
  /** Whether the provider has said all that it will say of the usage. */
  isComplete = false;
  /** Whether usage that is known at a normal end is complete: there is no sign of its own. */
  isCompleteAtEnd = false;
  /** Whether the provider reports usage on request alone. */
  isUsageOnRequest = false;

  /** What the provider has reported so far, where later chunks leave out what has not changed. */
  reported: Fields = {};

  #reader: ChunkReader | undefined;
  #hasUnknownChunks = false;
  readonly #choices = new Map<number, string | undefined>();

  /**
   * Reads one chunk.
   *
   * @param chunk - Anything; it is not changed, and not kept.
   */
  add(chunk: unknown): void {
    const fields = asFields(chunk);
    if (fields === undefined || this.#reader?.(fields, this) === true) {
      this.#hasUnknownChunks ||= fields === undefined;
      return;
    }
    this.#reader = findReader(fields, this) ?? this.#reader;
    this.#hasUnknownChunks ||= this.#reader === undefined;
  }

  /** Notes the reason of an answer without choices; the last one counts. */
  setFinishReason(reason: unknown): void {
    this.addChoice(0, reason);
  }

  /**
   * Notes one choice of several.
   *
   * @param index - Which one.
   * @param reason - Why it has ended; no text where it goes on.
   */
  addChoice(index: unknown, reason: unknown): void {
    const key = typeof index === 'number' ? index : 0;
    const isText = typeof reason === 'string' && reason !== '';
    if (isText || !this.#choices.has(key)) {
      this.#choices.set(key, isText ? reason : undefined);
    }
  }

  /** Why it stopped, one reason per choice that has ended. */
  get finishReasons(): string[] {
    return [...this.#choices.values()].filter((reason) => reason !== undefined);
  }

  /** Whether every choice that has begun has ended. */
  get areChoicesOver(): boolean {
    return this.#choices.size > 0 && [...this.#choices.values()].every((reason) => reason !== undefined);
  }

  /** Adds what is reported to what was; a field that is left out holds on. */
  merge(reported: Fields | undefined): Fields {
    const given = Object.entries(reported ?? {}).filter(([, value]) => value !== undefined && value !== null);
    this.reported = { ...this.reported, ...Object.fromEntries(given) };
    return this.reported;
  }

  /** Takes over what a whole response says of itself. */
  take(facts: ResponseFacts | undefined): void {
    this.id ??= facts?.id;
    this.model ??= facts?.model;
    this.usage = facts?.usage ?? this.usage;
    this.setFinishReason(facts?.finishReasons?.[0]);
  }

  /** Whether nothing is known of what went by: a stream of something else. */
  get isUnknown(): boolean {
    return this.#reader === undefined && this.#hasUnknownChunks;
  }

  /**
   * Whether the counts are only a lower bound.
   *
   * @param endedNormally - Whether the stream was read to its end.
   */
  isEstimated(endedNormally: boolean): boolean {
    const isKnown = this.isComplete || (endedNormally && this.isCompleteAtEnd && this.usage !== undefined);
    return !isKnown && !this.isUnknown;
  }
}

function findReader(chunk: Fields, facts: StreamFacts): ChunkReader | undefined {
  return CHUNK_READERS.find((read) => read(chunk, facts));
}
