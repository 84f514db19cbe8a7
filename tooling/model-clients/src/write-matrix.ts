import { writeFileSync } from 'node:fs';
import { MATRIX_DOCUMENT, withMatrix } from './matrix-document';
import { matrixTable, problemsOf } from './matrix-table';
import { inTableOrder, runMatrix } from './run-matrix';

/** Runs the matrix, and writes its table into the documentation. Wants what is built. */
async function main(): Promise<void> {
  const clients = await inTableOrder(runMatrix());
  writeFileSync(MATRIX_DOCUMENT, withMatrix(matrixTable(clients)));
  for (const client of clients) {
    for (const { where, what } of problemsOf(client)) {
      process.stderr.write(`${client.packageName} ${client.version}, ${where}: ${what}\n`);
      process.exitCode = 1;
    }
  }
}

void main();
