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

/** A count, and where it is written. */
export type Count = readonly [key: string, value: unknown];

/** What the three kinds of calls share, and its span. */
export abstract class DataCallSpan extends TrackedCall implements DataCall {
  readonly #prefix: string;
  #hasResult = false;

  /**
   * Starts the call.
   *
   * @param options - The span's name, kind and prefix; its attributes are the names of this kind.
   * @param vendor - The normalised system.
   * @param callOptions - What the caller gave.
   */
  constructor(options: TrackedCallOptions, vendor: string, callOptions: CallOptions) {
    const attributes = { ...options.attributes };
    attributes[ATTR_BOTANU_VENDOR] = vendor;
    addText(attributes, ATTR_BOTANU_CLOUD_PROVIDER, callOptions.cloudProvider);
    addExtras(attributes, options.prefix, callOptions.attributes);
    super({ ...options, attributes });
    this.#prefix = options.prefix;
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
   * @param counts - What, and where to.
   * @param field - What the caller wrote, for warnings.
   */
  protected writeResult(counts: readonly Count[], field: string): this {
    this.#hasResult = true;
    const attributes: Attributes = {};
    for (const [key, value] of counts) {
      addCount(attributes, key, value, `${field} ${key}`);
    }
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
    const attributes: Attributes = { [this.#prefix + semconv.DURATION_MS]: durationMs };
    addText(attributes, this.#prefix + semconv.ERROR, this.errorType);
    this.write(attributes);
  }
}
