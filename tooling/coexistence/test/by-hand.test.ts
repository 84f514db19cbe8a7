import { compareCalls, compareSpans } from '../src/compare-host';
import { disconnectedSpans, missingSpans } from '../src/compare-ours';
import { OPENTELEMETRY_HOSTS } from '../src/hosts';
import { InstalledHost, type Observation } from '../src/installed-host';

/** NodeSDK takes the same processors as the 2.12 line. */
const hosts = OPENTELEMETRY_HOSTS.filter(({ folder }) => folder !== 'opentelemetry-sdk-node');

/** The enricher, an exporter of everything, and `SampledSpanProcessor` around what was there: without `enable()`. */
describe.each(hosts)('the processors, put into a provider of $title by hand', (host) => {
  let without: Observation;
  let byHand: Observation;

  beforeAll(async () => {
    const installed = await InstalledHost.install(host);
    const variation = { sampler: '0.1', isDisabled: false };
    without = await installed.run(variation);
    byHand = await installed.run({ ...variation, isBotanuOn: true, isByHand: true });
  }, 300_000);

  test('leave the exporter that was there what its sampler left it', () => {
    expect(without.spans.length).toBeGreaterThan(10);
    expect(compareSpans(without.spans, byHand.spans)).toEqual([]);
    // A processor that 1.x is given later is wrapped by nobody here.
    const upToLater = (calls: readonly string[]) => calls.slice(0, calls.indexOf('later:'));
    expect(compareCalls(upToLater(without.calls), upToLater(byHand.calls))).toEqual([]);
  });

  test('hand the other exporter every span, each in its run', () => {
    const started = byHand.truth.filter(({ name }) => name !== 'root of its own');
    expect(started.length).toBeGreaterThan(100);
    const ours = byHand.byHand.map((span) => ({ ...span, parentSpanId: span.parentSpanId ?? undefined }));
    expect(missingSpans(started, ours)).toEqual([]);
    expect(disconnectedSpans(ours, ['root of its own'])).toEqual([]);
  });
});
