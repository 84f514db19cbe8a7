import {
  addCount,
  addExtras,
  addText,
  type CaptureOptions,
  captureContent,
  isCount,
  TrackedCall,
  type TrackedCallOptions,
} from '@botanu/core/authoring';
import {
  ATTR_BOTANU_BYTES_TRANSFERRED,
  ATTR_BOTANU_CLOUD_PROVIDER,
  ATTR_BOTANU_EVAL_RETRIEVAL_CONTENT,
  ATTR_BOTANU_VENDOR,
} from '@botanu/core/semconv';
import type { Attributes } from '@opentelemetry/api';
import * as semconv from './semconv';
import type { CallOptions, DataCall, TransferredBytes } from './types';

/** What all calls of one kind have in common, written out once: joining texts for every span costs as much as a span. */
export interface CallKind {
  /** What extra attributes begin with. */
  readonly prefix: string;
  /** How long the call took. */
  readonly durationKey: string;
  /** The class of the error that it failed with. */
  readonly errorKey: string;
}

/**
 * What the calls of one kind have in common.
 *
 * @param prefix - What their own attributes begin with.
 */
export function callKind(prefix: string): CallKind {
  return { prefix, durationKey: prefix + semconv.DURATION_MS, errorKey: prefix + semconv.ERROR };
}

/** What the three kinds of calls share, and its span. */
export abstract class DataCallSpan extends TrackedCall implements DataCall {
  readonly #kind: CallKind;
  #hasResult = false;

  /**
   * Starts the call.
   *
   * @param kind - The kind of call.
   * @param options - The span's name, kind and links; its attributes are the names of this kind, and are added to.
   * @param vendor - The normalised system.
   * @param callOptions - What the caller gave.
   */
  constructor(
    kind: CallKind,
    options: TrackedCallOptions & { readonly attributes: Attributes },
    vendor: string,
    callOptions: CallOptions,
  ) {
    const { attributes } = options;
    attributes[ATTR_BOTANU_VENDOR] = vendor;
    addText(attributes, ATTR_BOTANU_CLOUD_PROVIDER, callOptions.cloudProvider);
    addExtras(attributes, kind.prefix, callOptions.attributes);
    super(options);
    this.#kind = kind;
  }

  /** Whether the call is known to have given something. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  setBytesTransferred(bytes: TransferredBytes): this {
    const { sent, received } = bytes ?? {};
    const sum =
      (isCount(sent, 'setBytesTransferred.sent') ? sent : 0) +
      (isCount(received, 'setBytesTransferred.received') ? received : 0);
    return this.writeCount(ATTR_BOTANU_BYTES_TRANSFERRED, sum, 'setBytesTransferred()');
  }

  setRetrievalContent(content: unknown, options?: CaptureOptions): this {
    captureContent(this.span, ATTR_BOTANU_EVAL_RETRIEVAL_CONTENT, content, options);
    return this;
  }

  /**
   * Writes what the call moved.
   *
   * @param attributes - The counts.
   */
  protected writeResult(attributes: Attributes): this {
    this.#hasResult = true;
    return this.write(attributes);
  }

  /**
   * Writes one count.
   *
   * @param key - The attribute.
   * @param value - The count.
   * @param field - What the caller wrote, for a warning.
   */
  protected writeCount(key: string, value: unknown, field: string): this {
    const attributes: Attributes = {};
    addCount(attributes, key, value, field);
    return this.write(attributes);
  }

  /**
   * Writes one text.
   *
   * @param key - The attribute.
   * @param value - The text.
   */
  protected writeText(key: string, value: unknown): this {
    const attributes: Attributes = {};
    addText(attributes, key, value);
    return this.write(attributes);
  }

  protected override onEnd(durationMs: number): void {
    // Every call has this one: it goes without an object around it. What throws here is core's to warn of.
    this.span.setAttribute(this.#kind.durationKey, durationMs);
    if (this.errorType !== undefined) {
      this.writeText(this.#kind.errorKey, this.errorType);
    }
  }
}
