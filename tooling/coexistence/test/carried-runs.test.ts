import { compareHeaders } from '../src/compare-host';
import { type Host, OTHER_HOSTS } from '../src/hosts';
import { InstalledHost } from '../src/installed-host';
import type { CallerResult } from '../src/types';

const INSTRUMENTATIONS = ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-undici'];

/** What `docs/existing-opentelemetry.md` says about what carries a run beside a tracer that cannot be joined. */
describe.each(hostsNamed('dd-trace 5', '@sentry/node 11'))('beside $title alone', (host) => {
  let plain: CallerResult;
  let instrumented: CallerResult;

  beforeAll(async () => {
    const installed = await InstalledHost.install(host);
    plain = await installed.call({});
    instrumented = await installed.call({ instrumentations: INSTRUMENTATIONS });
  }, 300_000);

  test('nothing carries a run over HTTP, and enable() says so', () => {
    expect(plain.received.map(({ path }) => path)).toEqual(['/http', '/fetch']);
    expect(JSON.stringify(plain.received)).not.toContain('botanu.');
    expect(plain.warnings).toContain('only what you pass in "instrumentations" carries a run');
  });

  test('injectRunContext() does, through anything else', () => {
    expect(plain.carrier.baggage).toContain(`botanu.run_id=${plain.runId}`);
  });

  test('instrumentations that are named do, in the baggage header, and touch nothing else', () => {
    for (const { headers } of instrumented.received) {
      expect(headers.baggage).toContain(`botanu.run_id=${instrumented.runId}`);
    }
    expect(compareHeaders(plain.received, instrumented.received)).toEqual([]);
  });
});

function hostsNamed(...titles: readonly string[]): readonly Host[] {
  return OTHER_HOSTS.filter(({ title }) => titles.includes(title));
}
