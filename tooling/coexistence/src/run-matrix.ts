import { check, type Findings } from './check';
import type { Host } from './hosts';
import { InstalledHost, type Observation, type Variation } from './installed-host';
import { type NamedVariation, variationsOf } from './variations';

/** What came of one way to run a host. */
export interface CellResult extends NamedVariation {
  readonly findings: Findings;
  /** How many spans the host's exporter received, without botanu and with it. */
  readonly spanCount: number;
  /** How many spans our collector received. */
  readonly ourSpanCount: number;
}

/** One for each core of a small machine. */
const CONCURRENCY = 2;

/**
 * Runs a host in all ways, with and without botanu.
 *
 * @param host - The host: installed, unless it is there from a run before.
 * @returns What came of each way, by its name.
 */
export async function runHost(host: Host): Promise<ReadonlyMap<string, CellResult>> {
  const installed = await InstalledHost.install(host);
  const withoutBotanu = new Map<string, Promise<Observation>>();

  /** What is botanu's alone makes no difference to the program without it. */
  function runWithout({ sampler = '', isDisabled = true }: Variation): Promise<Observation> {
    const key = `${sampler} ${isDisabled}`;
    const run = withoutBotanu.get(key) ?? installed.run({ sampler, isDisabled });
    withoutBotanu.set(key, run);
    return run;
  }

  const cells = await inTurns(variationsOf(host), async ({ name, variation }): Promise<CellResult> => {
    const without = await runWithout(variation);
    const withBotanu = await installed.run({ ...variation, isBotanuOn: true });
    return {
      name,
      variation,
      findings: check(host, variation, { without, withBotanu }),
      spanCount: without.spans.length,
      ourSpanCount: withBotanu.ours.length,
    };
  });
  return new Map(cells.map((cell) => [cell.name, cell]));
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const workers = Array.from({ length: CONCURRENCY }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  });
  await Promise.all(workers);
  return results;
}
