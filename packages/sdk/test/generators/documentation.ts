import { OPTION_NAMES, type OptionName, rowOf } from '../../src/configuration-table';
import { defaultOf, variablesOf } from './descriptions';

const BEGIN = '<!-- generated from packages/sdk/src/configuration-table.ts: begin -->';
const END = '<!-- generated: end -->';

/**
 * Puts the table of settings into `docs/configuration.md`.
 *
 * @param page - The page as it is.
 * @returns The page as it should be.
 */
export function generateDocumentation(page: string): string {
  const [before = ''] = page.split(BEGIN);
  const [, after = ''] = page.split(END);
  return `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`;
}

function table(): string {
  return [
    '| option | environment | file | default | what it does |',
    '| --- | --- | --- | --- | --- |',
    ...OPTION_NAMES.map(row),
  ].join('\n');
}

function row(name: OptionName): string {
  const { kind, yaml, description } = rowOf(name);
  const variables = variablesOf(name).map(code).join(', ');
  const cells = [
    code(name),
    variables,
    yaml === undefined ? 'in code only' : code(yaml),
    defaultOf(name),
    `${description} Write ${kind.allowed}.`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
