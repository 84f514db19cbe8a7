import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { runSuccessfully } from '@botanu-tooling/packed-packages';
import { environmentOf } from './environment';
import type { Host } from './hosts';
import { installHost } from './install-host';
import type { Settings } from './settings';
import { Surroundings } from './surroundings';
import type { CallerResult, ProgramResult, ReceivedCall } from './types';
import { withoutPorts } from './without-ports';

/** Everything that came of one run of a program, on all sides. */
export interface Observation extends ProgramResult {
  /** What our collector received. */
  readonly ours: readonly ReceivedSpan[];
  /** What the service that the program calls received. */
  readonly received: readonly ReceivedCall[];
  /** How long the process lived on when its work was done. */
  readonly afterlifeMs: number;
}

/** How a run differs from the usual one. */
export type Variation = Partial<
  Omit<Settings, 'program' | 'hostFile' | 'coreVersion' | 'resultFile' | 'urlFile' | 'casesFile'>
>;

/** A service of another host that is running. */
export interface RunningService {
  readonly url: string;
  /** Tells it to stop, and waits until it has. */
  stop(): Promise<Observation>;
}

/** A trace id, and the ratio by which is decided. */
export interface RatioCase {
  readonly ratio: number;
  readonly traceId: string;
}

/** What an SDK's sampler and our processor say to a case. */
export interface RatioDecision {
  readonly sdk: boolean;
  readonly ours: boolean;
}

const TIMEOUT_MS = 60_000;

/** A host that is installed. */
export class InstalledHost {
  readonly #host: Host;
  readonly #folder: string;
  readonly #node: string;
  readonly #coreVersion: string;

  private constructor(host: Host, folder: string, node: string, coreVersion: string) {
    this.#host = host;
    this.#folder = folder;
    this.#node = node;
    this.#coreVersion = coreVersion;
  }

  /** @param host - What to install, unless it is there from a run before. */
  static async install(host: Host): Promise<InstalledHost> {
    const folder = await installHost(host.folder);
    const manifest = readFileSync(join(folder, '../node_modules/@botanu/core/package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { readonly version: string };
    return new InstalledHost(host, folder, await nodeOf(host, folder), version);
  }

  /**
   * Runs the application.
   *
   * @param variation - How this run differs from the usual one.
   */
  async run(variation: Variation): Promise<Observation> {
    const surroundings = await this.#surround(variation);
    try {
      await this.#start(this.#settings('application', variation, surroundings), surroundings);
      return observe(surroundings, Date.now());
    } finally {
      await surroundings.close();
    }
  }

  /**
   * Starts a service that others call.
   *
   * @param variation - How this run differs from the usual one.
   */
  async serve(variation: Variation): Promise<RunningService> {
    const surroundings = await this.#surround(variation);
    const ended = this.#start(this.#settings('service', variation, surroundings), surroundings);
    const url = await Promise.race([surroundings.waitForUrl(), ended.then(() => '')]);
    return {
      url,
      stop: async () => {
        await fetch(`${url}/stop`);
        await ended;
        const observation = observe(surroundings, Date.now());
        await surroundings.close();
        return observation;
      },
    };
  }

  /**
   * Runs one event beside this host, which calls another service, with instrumentations that it is given by name.
   *
   * @param variation - How this run differs from the usual one.
   */
  async call(variation: Variation): Promise<CallerResult> {
    const surroundings = await this.#surround(variation);
    try {
      await this.#start(this.#settings('caller', variation, surroundings), surroundings);
      const result = surroundings.readJson<Omit<CallerResult, 'received'>>('result');
      return { ...result, received: [...surroundings.otherService.calls] };
    } finally {
      await surroundings.close();
    }
  }

  /**
   * Lets this host's SDK, and our processor, decide about trace ids.
   *
   * @param cases - The trace ids, and by which ratio.
   */
  async decide(cases: readonly RatioCase[]): Promise<readonly RatioDecision[]> {
    const surroundings = await this.#surround({});
    try {
      writeFileSync(surroundings.file('cases'), JSON.stringify(cases));
      await this.#start(this.#settings('ratio', {}, surroundings), surroundings);
      return surroundings.readJson<readonly RatioDecision[]>('result');
    } finally {
      await surroundings.close();
    }
  }

  #surround({ isCollectorHung = false }: Variation): Promise<Surroundings> {
    return Surroundings.start({ hasAgent: this.#host.hasAgent === true, isCollectorHung });
  }

  #settings(
    program: Settings['program'],
    { enable, ...variation }: Variation,
    surroundings: Surroundings,
  ): Settings {
    const { mode, variant = '', rounds = 20 } = this.#host;
    return {
      isBotanuOn: false,
      isByHand: false,
      withoutBotanu: mode === 'attach' ? 'plain spans' : 'nothing',
      order: 'host first',
      isDisabled: true,
      isCollectorHung: false,
      ending: 'by itself',
      instrumentations: [],
      sampler: 'always_on',
      rounds,
      seed: 1,
      variant,
      otherServiceUrl: surroundings.otherService.url,
      ...variation,
      program,
      hostFile: join(this.#folder, 'hosts', this.#host.folder, `host${extname(this.#host.main)}`),
      coreVersion: this.#coreVersion,
      resultFile: surroundings.file('result'),
      urlFile: surroundings.file('url'),
      casesFile: surroundings.file('cases'),
      enable: { otlpEndpoint: surroundings.receiver.url, ...enable },
    };
  }

  async #start(settings: Settings, surroundings: Surroundings): Promise<void> {
    const registers = settings.isBotanuOn && settings.order === 'register first';
    const nodeOptions = [
      ...(this.#host.seededPackages === undefined ? [] : ['--require', './programs/seed-host.cjs']),
      ...(registers ? ['--import', '@botanu/sdk/register'] : []),
    ];
    const main = join('programs', this.#host.main);
    await runSuccessfully([this.#node, ...nodeOptions, main], {
      folder: this.#folder,
      timeoutMs: TIMEOUT_MS,
      environment: environmentOf(this.#host, settings, surroundings),
    });
  }
}

function observe(surroundings: Surroundings, endedAtMs: number): Observation {
  const { receiver, otherService, agent } = surroundings;
  const result = surroundings.readJson<ProgramResult>('result');
  const seenByHost = { calls: result.calls, spans: agent?.spans ?? result.spans };
  return {
    ...result,
    ...withoutPorts(seenByHost, new URL(otherService.url).port),
    ours: [...receiver.spans],
    received: [...otherService.calls],
    afterlifeMs: endedAtMs - result.doneAtMs,
  };
}

async function nodeOf({ nodeVersion }: Host, folder: string): Promise<string> {
  if (nodeVersion === undefined) {
    return process.execPath;
  }
  const printPath = ['npx', '-y', '-p', `node@${nodeVersion}`, 'node', '-p', 'process.execPath'];
  return (await runSuccessfully(printPath, { folder })).trim();
}
