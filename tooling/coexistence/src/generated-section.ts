import { readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- coexistence:start -->';
const END = '<!-- coexistence:end -->';

/**
 * The generated part of a document.
 *
 * @param document - The document.
 * @throws Error where the document has no such part.
 */
export function readGenerated(document: string): string {
  return splitAtMarkers(document)[1].trim();
}

/**
 * Writes the generated part of a document anew.
 *
 * @param file - The document.
 * @param content - What is to stand there.
 */
export function writeGenerated(file: string, content: string): void {
  const [before, , after] = splitAtMarkers(readFileSync(file, 'utf8'));
  writeFileSync(file, `${before}\n\n${content}\n\n${after}`);
}

function splitAtMarkers(document: string): readonly [string, string, string] {
  const from = document.indexOf(BEGIN) + BEGIN.length;
  const to = document.indexOf(END);
  if (from < BEGIN.length || to < from) {
    throw new Error(`The document needs the lines "${BEGIN}" and "${END}", in this order.`);
  }
  return [document.slice(0, from), document.slice(from, to), document.slice(to)];
}
