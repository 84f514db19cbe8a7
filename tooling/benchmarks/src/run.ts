import { availableParallelism, loadavg } from 'node:os';
import { readArguments } from './arguments';
import { benchmarks } from './catalogue';
import { COLD_START_BENCHMARK, coldStartReport, measureColdStarts } from './cold-start';
import { faultMarkdown, faultReport } from './delivery/fault-report';
import { measureDelivery } from './delivery/measure';
import { measureFaults } from './delivery/measure-faults';
import { DELIVERY_BENCHMARK, deliveryMarkdown, deliveryReport } from './delivery/report';
import { writeDocumentation } from './delivery/write-documentation';
import { HEAP_BENCHMARK, heapReport, measureHeap } from './heap';
import { measureHttp } from './http/measure';
import { HTTP_BENCHMARK, httpMarkdown, httpReport } from './http/report';
import { measure } from './measure';
import { measurePii, PII_BENCHMARK } from './pii';
import { markdownReport, report } from './report';
import { installedVersion } from './versions';

const WARM_UP_ROUNDS = 3;
/** Scrubbers are sampled for a quarter of a second: fewer rounds do. */
const SHORTER_SAMPLES = 4;

/** A round of delivery takes about a minute. */
const MAX_DELIVERY_ROUNDS = 5;

async function main(): Promise<void> {
  const { filter, rounds, isWritten } = readArguments(process.argv.slice(2));
  const chosen = benchmarks.filter(({ name }) => name.includes(filter));
  const isHeapChosen = HEAP_BENCHMARK.includes(filter);
  const isColdStartChosen = COLD_START_BENCHMARK.includes(filter);
  const isHttpChosen = HTTP_BENCHMARK.includes(filter);
  const isPiiChosen = PII_BENCHMARK.includes(filter);
  const isDeliveryChosen = DELIVERY_BENCHMARK.includes(filter);
  const isOtherChosen = isColdStartChosen || isHeapChosen || isHttpChosen || isPiiChosen || isDeliveryChosen;
  if (chosen.length === 0 && !isOtherChosen) {
    const others = [COLD_START_BENCHMARK, HEAP_BENCHMARK, HTTP_BENCHMARK, PII_BENCHMARK, DELIVERY_BENCHMARK];
    const names = [...benchmarks.map(({ name }) => name), ...others];
    throw new TypeError(`no benchmark is called ${filter}: ${names.join(', ')}`);
  }
  const startedAt = performance.now();
  print(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} CPUs, ` +
      `load ${loadavg()[0]?.toFixed(2)}; ${rounds} interleaved rounds after ${WARM_UP_ROUNDS} of warm-up.`,
    'Each contender has its own process, one works at a time. Medians; "x bare" is the median of the ratios to',
    'the first row in the same round. Absolute times are those of this machine today: compare the ratios.',
  );
  const forDocumentation: string[] = [];
  for (const benchmark of chosen) {
    const measurements = await measure(benchmark, rounds, WARM_UP_ROUNDS);
    print('', report(benchmark, measurements, installedVersion));
    forDocumentation.push(markdownReport(benchmark, measurements, installedVersion));
  }
  if (isColdStartChosen) {
    print('', coldStartReport(await measureColdStarts(rounds)));
  }
  if (isHttpChosen) {
    const measurements = await measureHttp(rounds);
    print('', httpReport(measurements));
    forDocumentation.push(httpMarkdown(measurements));
  }
  if (isHeapChosen) {
    print('', heapReport(await measureHeap()));
  }
  if (isPiiChosen) {
    print('', await measurePii(Math.ceil(rounds / SHORTER_SAMPLES)));
  }
  if (isDeliveryChosen) {
    await runDelivery(Math.min(rounds, MAX_DELIVERY_ROUNDS), isWritten);
  }
  if (forDocumentation.length > 0) {
    print('', '## The same as Markdown', '', forDocumentation.join('\n\n'));
  }
  print('', `${Math.round((performance.now() - startedAt) / 1000)} s`);
}

async function runDelivery(rounds: number, isWritten: boolean): Promise<void> {
  const faults = await measureFaults();
  print('', faultReport(faults));
  const measurements = await measureDelivery(rounds);
  print('', deliveryReport(measurements));
  if (isWritten) {
    writeDocumentation({ faults: faultMarkdown(faults), load: deliveryMarkdown(measurements) });
  }
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
