import { writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { createDeliverer } from './contenders';
import type { Load, LoadResult } from './protocol';

/** How often spans are made. */
const TURN_MS = 5;

/**
 * A process that did not get the processor for a while makes up for it, but not in one go: no application makes 100,000
 * spans without ever waiting for anything.
 */
const MAX_TURNS_MADE_UP = 10;

/** Makes spans at a rate, for a while, then shuts down as an application does; says what it cost. */
async function run({ deliverer, url, spansPerSecond, durationMs }: Load): Promise<void> {
  const processor = createDeliverer(deliverer, url);
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('benchmark');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  let createdCount = 0;
  const totalCount = (durationMs / 1000) * spansPerSecond;
  const maxCountPerTurn = (MAX_TURNS_MADE_UP * TURN_MS * spansPerSecond) / 1000;
  while (createdCount < totalCount) {
    const elapsedMs = Math.min(performance.now() - startedAtMs, durationMs);
    const dueCount = Math.floor((elapsedMs / 1000) * spansPerSecond);
    for (
      const end = Math.min(dueCount, createdCount + maxCountPerTurn);
      createdCount < end;
      createdCount += 1
    ) {
      tracer.startSpan('chat gpt-4o', { attributes: attributesOf(createdCount) }).end();
    }
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
  delay.disable();
  // What is in flight by the end of the process counts as well, also where shutdown() gives up before.
  process.once('exit', () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    const result: LoadResult = {
      createdCount,
      cpuMicroseconds: user + system,
      eventLoopLagP99Ms: delay.percentile(99) / 1e6,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    };
    writeSync(1, JSON.stringify(result));
  });
  await processor.shutdown().catch(() => {});
}

/** What a model call inside a run carries. */
function attributesOf(index: number) {
  return {
    'botanu.run_id': '01926d3c-5b0e-7c3a-9d6f-1f2e3d4c5b6a',
    'botanu.workflow': 'Support',
    'botanu.event_id': `ticket-${index}`,
    'botanu.customer_id': `customer-${index % 50}`,
    'botanu.environment': 'production',
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 1200 + (index % 97),
    'gen_ai.usage.output_tokens': 200 + (index % 31),
  };
}

run(JSON.parse(process.argv[2] ?? '{}') as Load).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
