import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The name by which this benchmark is chosen. */
export const HEAP_BENCHMARK = 'heap';

const BYTES_PER_MEBIBYTE = 2 ** 20;
const TIMEOUT_MS = 300_000;

/** What the measuring program writes. */
export interface HeapGrowth {
  readonly runCount: number;
  /** In use after a collection: before the runs, and after each equal part of them. */
  readonly heapBytes: readonly number[];
}

/** Measures the heap over a million runs, in a process of its own. */
export async function measureHeap(): Promise<HeapGrowth> {
  const program = join(__dirname, 'heap-growth.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program], {
    timeout: TIMEOUT_MS,
  });
  return JSON.parse(stdout) as HeapGrowth;
}

/** The figures as text. */
export function heapReport({ runCount, heapBytes }: HeapGrowth): string {
  const parts = heapBytes.length - 1;
  const lines = heapBytes.map((bytes, index) => {
    const runs = Math.round((runCount / parts) * index).toLocaleString('en');
    return `${runs.padStart(10)} runs  ${(bytes / BYTES_PER_MEBIBYTE).toFixed(2).padStart(7)} MiB`;
  });
  return ['## Heap in use after a collection, over a million runs', ...lines].join('\n');
}
