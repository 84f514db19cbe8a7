import { runAttributesOf, warnTelemetryFailed } from '@botanu/core/authoring';
import type { Context } from '@opentelemetry/api';
import { ExportTail, type ExportTailOptions } from './export-tail';
import { Gate } from './gate';
import { withoutRunContext } from './host-view';
import {
  type HostProcessor,
  type HostSampler,
  type HostSpan,
  isGroup,
  type KnownProvider,
  type ProcessorGroup,
} from './provider-shape';
import { RecordingSampler } from './recording-sampler';
import { SoloGroup } from './solo-group';
import { UpgradedSpans } from './upgraded-spans';

/** A group that was joined, and the list it had: the very array, which may be the host's own. */
interface JoinedGroup {
  readonly group: ProcessorGroup;
  readonly hostList: HostProcessor[];
}

/**
 * Our place in a provider of the host. Its processors are handed exactly the spans that its own sampler chose;
 * ours see every span that we want to see.
 *
 * The list of processors is looked at before every decision of the sampler, since hosts add to it later.
 */
export class Attachment {
  readonly #known: KnownProvider;
  readonly #tail: ExportTail;
  readonly #upgraded = new UpgradedSpans();
  readonly #gates = new Map<HostProcessor, Gate>();
  readonly #joined: JoinedGroup[] = [];
  readonly #samplers = new Map<HostSampler, RecordingSampler>();
  readonly #isWanted: (context: Context) => boolean;
  readonly #viewOf: (span: HostSpan) => HostSpan;
  readonly #marker: HostProcessor;
  #group: ProcessorGroup | undefined = undefined;
  #hostList: HostProcessor[] = [];
  #list: readonly HostProcessor[] = [];
  #listLength = 0;
  #isReleased = false;
  readonly #unwatch: () => void;

  /**
   * @param known - The provider to join.
   * @param options - What to export, and by whom.
   */
  constructor(known: KnownProvider, options: ExportTailOptions) {
    this.#known = known;
    this.#tail = new ExportTail(options);
    this.#isWanted = options.exportScope === 'all' ? () => true : isInRun;
    this.#viewOf = options.enrichExisting ? (span) => span : withoutRunContext;
    this.#marker = this.#createMarker();
    this.#join();
    this.#replaceSamplers((sampler) => this.#recording(sampler));
    this.#unwatch = known.onProcessorAdded(() => this.#sync());
  }

  /** The sampler that the provider had. */
  get hostSampler(): HostSampler {
    return innerOf(this.#known.options.sampler);
  }

  /** The processors that the provider had, and those that were added since. */
  get hostProcessors(): readonly HostProcessor[] {
    return this.#list.filter(isGate).map((gate) => gate.inner);
  }

  /**
   * Takes everything out again: the provider is as it was, but for processors that the host has added since.
   * Its processors stay behind gates until the last span that they must not see has ended.
   */
  release(): void {
    if (this.#isReleased) {
      return;
    }
    this.#sync();
    this.#isReleased = true;
    this.#unwatch();
    this.#replaceSamplers(innerOf);
    if (this.#upgraded.livingCount === 0) {
      this.#restoreLists();
    } else {
      this.#writeList([this.#marker, ...this.#list.filter(isGate)]);
    }
  }

  #createMarker(): HostProcessor {
    return {
      onStart: (span) => this.#upgraded.started(span),
      onEnd: (span) => {
        this.#upgraded.ended(span);
        if (this.#isReleased && this.#upgraded.livingCount === 0) {
          this.#restoreLists();
        }
      },
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    };
  }

  /** Two comparisons where nothing has changed. */
  #sync(): void {
    const group = this.#group;
    if (
      group !== this.#known.readProcessor() ||
      group?._spanProcessors !== this.#list ||
      this.#list.length !== this.#listLength
    ) {
      try {
        this.#join();
      } catch (error) {
        warnTelemetryFailed('join a processor that was added', error);
      }
    }
  }

  #join(): void {
    const group = this.#findGroup();
    const current = group._spanProcessors;
    const known = this.#joined.find((joined) => joined.group === group);
    const hostList = known?.hostList ?? current;
    const processors = current.filter((processor) => processor !== this.#marker && processor !== this.#tail);
    if (known === undefined) {
      this.#joined.push({ group, hostList });
    } else {
      // Added to our list: without us it would have been added to the host's.
      hostList.push(...processors.filter((processor) => !isGate(processor)));
    }
    this.#group = group;
    this.#hostList = hostList;
    this.#writeList([this.#marker, ...processors.map((processor) => this.#gateOf(processor)), this.#tail]);
  }

  #findGroup(): ProcessorGroup {
    const processor = this.#known.readProcessor();
    if (isGroup(processor)) {
      return processor;
    }
    const group = new SoloGroup(processor);
    this.#known.writeProcessor(group);
    return group;
  }

  #writeList(list: HostProcessor[]): void {
    this.#list = list;
    this.#listLength = list.length;
    for (const { group, hostList } of this.#joined) {
      // Spans that are alive keep the group of their start, and in 1.x all groups share the host's list.
      if (hostList === this.#hostList) {
        group._spanProcessors = list;
      }
    }
  }

  #gateOf(processor: HostProcessor): Gate {
    if (isGate(processor)) {
      return processor;
    }
    let gate = this.#gates.get(processor);
    if (gate === undefined) {
      gate = new Gate(processor, { upgraded: this.#upgraded, viewOf: this.#viewOf, tail: this.#tail });
      this.#gates.set(processor, gate);
    }
    return gate;
  }

  #restoreLists(): void {
    for (const { group, hostList } of this.#joined) {
      if (group instanceof SoloGroup && this.#known.readProcessor() === group) {
        this.#known.writeProcessor(group.solo);
      }
      group._spanProcessors = hostList;
    }
  }

  #recording(inner: HostSampler): HostSampler {
    if (inner instanceof RecordingSampler) {
      return inner;
    }
    let sampler = this.#samplers.get(inner);
    if (sampler === undefined) {
      sampler = new RecordingSampler(inner, {
        upgraded: this.#upgraded,
        isWanted: this.#isWanted,
        onDecision: () => this.#sync(),
      });
      this.#samplers.set(inner, sampler);
    }
    return sampler;
  }

  #replaceSamplers(replace: (sampler: HostSampler) => HostSampler): void {
    const { options, tracers } = this.#known;
    options.sampler = replace(options.sampler);
    for (const tracer of tracers.values()) {
      tracer._sampler = replace(tracer._sampler);
    }
  }
}

function isInRun(context: Context): boolean {
  return runAttributesOf(context) !== undefined;
}

function isGate(processor: HostProcessor): processor is Gate {
  return processor instanceof Gate;
}

function innerOf(sampler: HostSampler): HostSampler {
  return sampler instanceof RecordingSampler ? sampler.inner : sampler;
}
