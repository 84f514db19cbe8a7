import { availableParallelism, loadavg } from 'node:os';
import { readArguments } from './arguments';
import { benchmarks } from './catalogue';
import { HEAP_BENCHMARK, heapReport, measureHeap } from './heap';
import { measureHttp } from './http/measure';
import { HTTP_BENCHMARK, httpMarkdown, httpReport } from './http/report';
import { measure } from './measure';
import { markdownReport, report } from './report';
import { installedVersion } from './versions';

const WARM_UP_ROUNDS = 3;

async function main(): Promise<void> {
  const { filter, rounds } = readArguments(process.argv.slice(2));
  const chosen = benchmarks.filter(({ name }) => name.includes(filter));
  const isHeapChosen = HEAP_BENCHMARK.includes(filter);
  const isHttpChosen = HTTP_BENCHMARK.includes(filter);
  if (chosen.length === 0 && !isHeapChosen && !isHttpChosen) {
    const names = [...benchmarks.map(({ name }) => name), HEAP_BENCHMARK, HTTP_BENCHMARK];
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
  if (isHttpChosen) {
    const measurements = await measureHttp(rounds);
    print('', httpReport(measurements));
    forDocumentation.push(httpMarkdown(measurements));
  }
  if (isHeapChosen) {
    print('', heapReport(await measureHeap()));
  }
  print('', '## The same as Markdown', '', forDocumentation.join('\n\n'));
  print('', `${Math.round((performance.now() - startedAt) / 1000)} s`);
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
