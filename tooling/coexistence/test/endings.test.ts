import { OPENTELEMETRY_HOSTS } from '../src/hosts';
import { InstalledHost, type Observation } from '../src/installed-host';
import type { Settings } from '../src/settings';

/** Beyond what the same program takes without botanu: a process of a busy machine ends slowly. */
const SLACK_MS = 2500;

/** `shutdownTimeoutMs`, which is documented: the rest of our spans has so long when a process ends by itself. */
const OURS_MS = 5000;

const hosts = OPENTELEMETRY_HOSTS.filter(({ folder }) => /2\.12|sdk-node/.test(folder));

/** The host has shut its own tracing down: what is left is our collector, which takes everything and never answers. */
describe.each(hosts)('the end of a process with $title, beside a collector of ours that hangs', (host) => {
  let installed: InstalledHost;

  beforeAll(async () => {
    installed = await InstalledHost.install(host);
  }, 300_000);

  async function runBoth(ending: Settings['ending']): Promise<readonly [Observation, Observation]> {
    const variation = { sampler: '0.5', isDisabled: false, isCollectorHung: true, ending };
    return [await installed.run(variation), await installed.run({ ...variation, isBotanuOn: true })];
  }

  test('is not delayed where it calls process.exit()', async () => {
    const [without, withBotanu] = await runBoth('process.exit()');
    expect(withBotanu.afterlifeMs - without.afterlifeMs).toBeLessThan(SLACK_MS);
  }, 120_000);

  test('is delayed by shutdownTimeoutMs at most where it ends by itself', async () => {
    const [without, withBotanu] = await runBoth('by itself');
    expect(withBotanu.afterlifeMs - without.afterlifeMs).toBeLessThan(OURS_MS + SLACK_MS);
  }, 120_000);
});
