import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ProgramResult, runProgram } from '@botanu-tooling/run-program';

/** The packages are resolved from here, as an application resolves them: what is built, not the sources. */
const APPLICATION_FOLDER = join(__dirname, '..');

/**
 * What every program begins with, in its threads and child processes as well. `make(count)` starts and ends spans and
 * writes down their ids, synchronously, so that they are known however the process ends.
 */
const PRELUDE = `
  import { appendFileSync } from 'node:fs';
  import cluster from 'node:cluster';
  import { isMainThread, Worker } from 'node:worker_threads';
  import { DeliverySpanProcessor } from '@botanu/delivery';
  import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
  import { diag, DiagConsoleLogger, DiagLogLevel } from '@opentelemetry/api';
  diag.setLogger(new DiagConsoleLogger(), { logLevel: DiagLogLevel.WARN });
  const spool = process.env.SPOOL ? { dir: process.env.SPOOL } : undefined;
  const processor = new DeliverySpanProcessor({
    url: process.env.URL, spool, flushIntervalMs: 200, ...JSON.parse(process.env.OPTIONS),
  });
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('program');
  const make = (count, attributes) => {
    let ids = '';
    for (let index = 0; index < count; index += 1) {
      const span = tracer.startSpan('work', { attributes: { index, ...attributes } });
      ids += span.spanContext().spanId + '\\n';
      span.end();
    }
    appendFileSync(process.env.IDS, ids);
  };
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

/** How to run a program. */
export interface SenderSettings {
  readonly url: string;
  /** The spool's folder. */
  readonly spool?: string;
  /** How large a file may become, in blocks of 512 bytes: the kernel refuses to write more. */
  readonly maxFileBlocks?: number;
  /** Options of the processor. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** How it ended, and what it made. */
export interface SenderResult extends ProgramResult {
  readonly createdIds: readonly string[];
  readonly durationMs: number;
}

/**
 * Runs a program that makes spans, in a process of its own.
 *
 * @param source - What comes behind the prelude, in an ES module.
 * @param settings - Where the spans go.
 */
export async function runSender(source: string, settings: SenderSettings): Promise<SenderResult> {
  const { url, spool, maxFileBlocks, options = {} } = settings;
  const name = join(APPLICATION_FOLDER, 'temp', randomUUID());
  const [program, ids] = [`${name}.mjs`, `${name}.ids`];
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, PRELUDE + source);
  writeFileSync(ids, '');
  const startedAtMs = performance.now();
  try {
    const limits = maxFileBlocks === undefined ? '' : `ulimit -f ${maxFileBlocks}; `;
    const command = ['/bin/sh', '-c', `${limits}exec "$0" "$1"`, process.execPath, program];
    const result = await runProgram(command, {
      folder: APPLICATION_FOLDER,
      environment: {
        URL: `${url}/v1/traces`,
        OPTIONS: JSON.stringify(options),
        IDS: ids,
        ...(spool === undefined ? {} : { SPOOL: spool }),
      },
    });
    const createdIds = readFileSync(ids, 'utf8').split('\n').slice(0, -1);
    return { ...result, createdIds, durationMs: performance.now() - startedAtMs };
  } finally {
    rmSync(program);
    rmSync(ids);
  }
}
