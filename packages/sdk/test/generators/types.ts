import { type OptionName, rowOf } from '../../src/configuration-table';
import { defaultOf, variablesOf } from './descriptions';
import { GROUPS, membersOf, topLevelNames } from './groups';

/** `src/botanu-config.ts`: what code may write, with what the editor shows. */
export function generateTypes(): string {
  return `// Generated from configuration-table.ts: UPDATE_DOCS=1 npm run jest -- packages/sdk/test/generated-files
import type { SpoolOptions } from '@botanu/delivery';
import type { ScrubberOptions } from '@botanu/pii';
import type { TrustInbound } from './inbound-trust-propagator';
import type { PropagationTargets } from './propagation-targets';
import type { Instrumentations } from './special-kinds';

/** How \`enable()\` is to stand to the tracing that it finds. */
export type Mode = ${unionOf('mode')};

/** Which spans are recorded and exported. */
export type ExportScope = ${unionOf('exportScope')};

/** What is written where the application has no \`diag\` logger. */
export type LogLevel = ${unionOf('logLevel')};

/** ${GROUPS.pii?.description} */
export interface PiiOptions {
${membersOf('pii').map(member).join('\n')}
}

/** Every setting that has an option. */
export interface BotanuConfig {
${topLevelNames()
  .map((name) => (GROUPS[name] === undefined ? member(name as OptionName) : group(name)))
  .join('\n')}
}
`;
}

function unionOf(name: OptionName): string {
  const { enum: names } = rowOf(name).kind.schema as { enum: readonly string[] };
  return names.map((one) => `'${one}'`).join(' | ');
}

function member(name: OptionName): string {
  const { kind, description } = rowOf(name);
  const variables = variablesOf(name);
  const [first = '', ...others] = [...variables.map((variable) => `\`${variable}\``), defaultOf(name)];
  const defaultValue = [first, ...others].join(', else ');
  return `  /**
${wrap(description)}
${wrap(`@defaultValue ${defaultValue}`)}
   */
  readonly ${name.split('.').at(-1)}?: ${kind.type} | undefined;`;
}

function group(name: string): string {
  const { type, description } = GROUPS[name] as { type: string; description: string };
  return `  /** ${description} */
  readonly ${name}?: ${type} | undefined;`;
}

const MAX_LINE_LENGTH = 110;

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1) ?? '   *'} ${word}`;
    if (lines.length === 0 || line.length > MAX_LINE_LENGTH) {
      lines.push(`   * ${word}`);
    } else {
      lines[lines.length - 1] = line;
    }
  }
  return lines.join('\n');
}
