import {
  type Context,
  type Link,
  SamplingDecision,
  type SamplingResult,
  type SpanKind,
} from '@opentelemetry/api';
import type { HostSampler } from './provider-shape';
import type { UpgradedSpans } from './upgraded-spans';

/** What a {@link RecordingSampler} needs to know. */
export interface RecordingOptions {
  /** Told about every span that is recorded for us alone. */
  readonly upgraded: UpgradedSpans;
  /** Whether a span that the host drops is recorded for us. */
  readonly isWanted: (context: Context) => boolean;
  /** Called before every decision. */
  readonly onDecision: () => void;
}

/**
 * Asks the host's sampler, and records what it drops, for us: the specification's AlwaysRecord. The sampled flag
 * stays off, so that exporters which look at it skip the span, and services downstream decide as they did before.
 *
 * What the host's sampler throws is thrown.
 */
export class RecordingSampler implements HostSampler {
  /** The host's own. */
  readonly inner: HostSampler;
  readonly #options: RecordingOptions;

  /**
   * @param inner - The host's own sampler.
   * @param options - What to record, and whom to tell.
   */
  constructor(inner: HostSampler, options: RecordingOptions) {
    this.inner = inner;
    this.#options = options;
  }

  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    spanKind: SpanKind,
    attributes: object,
    links: Link[],
  ): SamplingResult {
    const { upgraded, isWanted, onDecision } = this.#options;
    onDecision();
    upgraded.expect(false);
    const result = this.inner.shouldSample(context, traceId, spanName, spanKind, attributes, links);
    if (result.decision !== SamplingDecision.NOT_RECORD || !isWanted(context)) {
      // The host's sampler may have started a span itself.
      upgraded.expect(false);
      return result;
    }
    upgraded.expect(true);
    return { ...result, decision: SamplingDecision.RECORD };
  }

  toString(): string {
    return this.inner.toString();
  }
}
