import { asFields, type Fields } from './fields';
import { CHUNK_READERS, type ChunkReader } from './read-chunk';
import type { ResponseFacts } from './response';
import type { Usage } from './usage';

/** What is gathered from the chunks of a stream. */
export class StreamFacts {
  id: string | undefined;
  requestId: string | undefined;
  model: string | undefined;
  readonly finishReasons: string[] = [];
  usage: Usage | undefined;
  /** Whether the provider has said all that it will say of the usage. */
  isComplete = false;
  /** Whether usage that is known at a normal end is complete: there is no sign of its own. */
  isCompleteAtEnd = false;
  /** Whether the provider reports usage on request alone. */
  isUsageOnRequest = false;

  #reader: ChunkReader | undefined;
  #hasUnknownChunks = false;

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

  /** Adds a reason, unless it has been given. */
  addFinishReason(reason: unknown): void {
    if (typeof reason === 'string' && reason !== '' && !this.finishReasons.includes(reason)) {
      this.finishReasons.push(reason);
    }
  }

  /** Takes over what a whole response says of itself. */
  take(facts: ResponseFacts | undefined): void {
    this.id ??= facts?.id;
    this.model ??= facts?.model;
    this.usage = facts?.usage ?? this.usage;
    for (const reason of facts?.finishReasons ?? []) {
      this.addFinishReason(reason);
    }
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
