import { appendFileSync } from 'node:fs';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { createDeliverer } from './contenders';
import type { FaultLoad } from './protocol';

const TURN_MS = 10;

/** Makes spans, writes down their ids, and ends as it is told. */
async function run({ deliverer, url, spool, idsFile, spanCount, durationMs, ending }: FaultLoad) {
  const processor = createDeliverer(deliverer, url, spool);
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('faults');
  const startedAtMs = performance.now();
  let createdCount = 0;
  while (createdCount < spanCount) {
    const elapsedMs = performance.now() - startedAtMs;
    const share = durationMs === 0 ? 1 : Math.min(1, elapsedMs / durationMs);
    let ids = '';
    for (const due = Math.floor(share * spanCount); createdCount < due; createdCount += 1) {
      const span = tracer.startSpan('work', { attributes: { index: createdCount } });
      span.end();
      ids += `${span.spanContext().spanId}\n`;
    }
    appendFileSync(idsFile, ids);
    if (createdCount < spanCount) {
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    }
  }
  switch (ending) {
    case 'shutdown':
      await processor.shutdown().catch(() => {});
      break;
    case 'runs out':
      break;
    case 'process.exit(3)':
      process.exit(3);
      break;
    case 'SIGTERM with a listener':
      process.on('SIGTERM', () => setTimeout(() => process.exit(0), 1000));
      setInterval(() => {}, 60_000);
      process.kill(process.pid, 'SIGTERM');
      break;
    default:
      setInterval(() => {}, 60_000);
      process.kill(process.pid, ending);
  }
}

run(JSON.parse(process.argv[2] ?? '{}') as FaultLoad).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
