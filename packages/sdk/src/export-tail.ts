import { runAttributesOf, safely, warnTelemetryFailed } from '@botanu/core/authoring';
import { ATTR_BOTANU_RUN_ID } from '@botanu/core/semconv';
import { inferResourceCost, RunContextEnricher, UsageElection } from '@botanu/processors';
import type { Attributes, Context } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ExportScope } from './botanu-config';
import type { ContentStore } from './content-store';
import type { HostResource } from './merged-resource';
import type { ExportingProcessor } from './pipeline';
import type { HostProcessor, HostSpan } from './provider-shape';
import { createExportView, type EndedHostSpan } from './span-view';

/** What an {@link ExportTail} is built from. */
export interface ExportTailOptions {
  /** Exports our views; what happens to it later is not the host's affair. */
  readonly exporting: ExportingProcessor | undefined;
  /** Content that is on nothing but our views. */
  readonly content: ContentStore;
  readonly mergeResource: (host: HostResource | undefined) => Resource;
  readonly exportScope: ExportScope;
  /** Whether our views get what cost is inferred from. */
  readonly inferResourceCost: boolean;
  /** Whether the host's own exporters see the run context, too. */
  readonly enrichExisting: boolean;
}

/**
 * Our own processors in a provider of the host, behind its own: stamps the run context, and exports a view of
 * each span that was recorded, sampled or not.
 *
 * It never throws, and `forceFlush` and `shutdown` do not wait, nor keep the process alive: a collector of ours that
 * hangs is no affair of the host. Its spans are sent by {@link disable}, and in the background.
 */
export class ExportTail implements HostProcessor {
  readonly #options: ExportTailOptions;
  readonly #enricher = new RunContextEnricher();
  readonly #election = new UsageElection();
  /** The run context of spans that must not carry it themselves. */
  readonly #stamps = new WeakMap<HostSpan, Readonly<Attributes>>();

  /**
   * @param options - What to export, and by whom.
   */
  constructor(options: ExportTailOptions) {
    this.#options = options;
  }

  onStart(span: HostSpan, parentContext: Context): void {
    if (this.#options.enrichExisting) {
      this.#enricher.onStart(span as Parameters<RunContextEnricher['onStart']>[0], parentContext);
      return;
    }
    try {
      const stamp = runAttributesOf(parentContext);
      if (stamp !== undefined) {
        this.#stamps.set(span, stamp);
      }
    } catch (error) {
      warnTelemetryFailed('remember the run of a span', error);
    }
  }

  onEnd(span: HostSpan): void {
    try {
      this.#export(span as EndedHostSpan);
    } catch (error) {
      warnTelemetryFailed('export a span', error);
    }
  }

  forceFlush(): Promise<void> {
    safely('send early', () => this.#options.exporting?.sendSoon?.());
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.forceFlush();
  }

  #export(span: EndedHostSpan): void {
    const { content, exporting, exportScope, mergeResource } = this.#options;
    const stamp = this.#stamps.get(span);
    // A copy: which span bears a usage is for our export alone.
    const attributes = { ...stamp, ...span.attributes };
    if (exportScope === 'all' || attributes[ATTR_BOTANU_RUN_ID] !== undefined) {
      const complete = this.#options.inferResourceCost
        ? { ...attributes, ...inferResourceCost(span) }
        : attributes;
      const view = createExportView(span, complete, mergeResource(span.resource));
      content.handOn(span, view);
      this.#election.onEnd(view);
      exporting?.onEnd(view);
    }
  }
}
