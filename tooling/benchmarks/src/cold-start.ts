import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median } from './statistics';

/** The name by which this benchmark is chosen. */
export const COLD_START_BENCHMARK = 'cold-start';

/** What a process does at its start. */
interface Start {
  readonly name: string;
  /** CommonJS: every peer can be required, and nothing but loading and setting up is measured. */
  readonly source: string;
}

/** Nothing leaves the machine: whatever exports, exports to a port on which nobody listens, and the process ends at once. */
const ENDPOINT = 'http://127.0.0.1:9';

const PIPELINE = `
  const { context, propagation, trace } = require('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
  const { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } = require('@opentelemetry/core');
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
  const { registerInstrumentations } = require('@opentelemetry/instrumentation');
  const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
  const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
  const { defaultResource, resourceFromAttributes } = require('@opentelemetry/resources');
  const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': 'desk' })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: '${ENDPOINT}/v1/traces' }))],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  }));
  registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()] });
`;

/** The first is what `x pipeline` divides by. */
const STARTS: readonly Start[] = [
  { name: 'the same pipeline from node_modules', source: PIPELINE },
  {
    name: 'botanu enable()',
    source: `require('@botanu/sdk').enable({ otlpEndpoint: '${ENDPOINT}', logLevel: 'none' });`,
  },
  {
    name: 'opentelemetry sdk-node',
    source: `
      const { NodeSDK } = require('@opentelemetry/sdk-node');
      const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
      new NodeSDK({ traceExporter: new OTLPTraceExporter({ url: '${ENDPOINT}/v1/traces' }) }).start();
    `,
  },
  {
    name: 'langfuse otel',
    source: `
      const { LangfuseSpanProcessor } = require('@langfuse/otel');
      const { trace } = require('@opentelemetry/api');
      const { BasicTracerProvider } = require('@opentelemetry/sdk-trace-base');
      const processor = new LangfuseSpanProcessor({ publicKey: 'pk', secretKey: 'sk', baseUrl: '${ENDPOINT}' });
      trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
    `,
  },
  {
    name: 'traceloop',
    source: `
      require('@traceloop/node-server-sdk').initialize({
        appName: 'desk', apiKey: 'none', baseUrl: '${ENDPOINT}', silenceInitializationMessage: true,
        traceloopSyncEnabled: false,
      });
    `,
  },
  {
    name: 'logfire-node',
    source: `
      require('@pydantic/logfire-node').configure({
        token: 'none', serviceName: 'desk', advanced: { baseUrl: '${ENDPOINT}' }, console: false,
      });
    `,
  },
  { name: 'the API alone', source: "require('@opentelemetry/api');" },
  { name: 'the API and @botanu/core', source: "require('@opentelemetry/api'); require('@botanu/core');" },
];

const PIPELINE_ROW = 0;
const BOTANU_ROW = 1;
const API_ROW = STARTS.length - 2;
const CORE_ROW = STARTS.length - 1;

/** Milliseconds from the first require until everything is set up, by row and round. */
export type ColdStarts = readonly (readonly number[])[];

/** Starts every row once per round, one process at a time, in turn. */
export async function measureColdStarts(rounds: number): Promise<ColdStarts> {
  const measured: number[][] = STARTS.map(() => []);
  // The first round fills the file system's cache.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [row, start] of STARTS.entries()) {
      const elapsedMs = await measureStart(start);
      if (round > 0) {
        measured[row]?.push(elapsedMs);
      }
    }
  }
  return measured;
}

async function measureStart({ name, source }: Start): Promise<number> {
  // Modules are found from this package; an application with something to instrument is not.
  const program = `
    process.chdir('/');
    const startedAt = performance.now();
    ${source}
    const elapsedMs = performance.now() - startedAt;
    require('node:fs').writeSync(1, '\\nelapsed ' + elapsedMs + '\\n');
    process.reallyExit(0);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', program], { cwd: __dirname });
  const elapsedMs = Number(/^elapsed (.*)$/m.exec(stdout)?.[1]);
  if (!(elapsedMs > 0)) {
    throw new Error(`${name} did not say how long it took: ${stdout}`);
  }
  return elapsedMs;
}

/** The figures as text, with the targets. */
export function coldStartReport(measured: ColdStarts): string {
  const rows = STARTS.map(({ name }, row) => {
    const elapsedMs = median(measured[row] ?? []).toFixed(1);
    return `${name.padEnd(38)} ${elapsedMs.padStart(8)} ms  x pipeline ${ratio(measured, row, PIPELINE_ROW).toFixed(2)}`;
  });
  return [
    '## Cold start: a process of its own, from the first require until everything is set up',
    ...rows,
    target('enable() / the same pipeline from node_modules', ratio(measured, BOTANU_ROW, PIPELINE_ROW), 0.5),
    target('the API and @botanu/core / the API alone', ratio(measured, CORE_ROW, API_ROW), 1.3),
  ].join('\n');
}

function target(name: string, value: number, limit: number): string {
  return `${value <= limit ? 'ok    ' : 'MISSED'} ${name}: ${value.toFixed(2)}, target ${limit}`;
}

/** The median of the ratios within each round. */
function ratio(measured: ColdStarts, row: number, baseRow: number): number {
  const base = measured[baseRow] ?? [];
  return median((measured[row] ?? []).map((elapsedMs, round) => elapsedMs / (base[round] ?? Number.NaN)));
}
