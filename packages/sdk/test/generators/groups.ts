import { OPTION_NAMES, type OptionName } from '../../src/configuration-table';

/** What groups of options are called, and what they are for. */
export const GROUPS: Readonly<Record<string, { readonly type: string; readonly description: string }>> = {
  spool: { type: 'SpoolOptions', description: 'Where spans are kept that cannot be delivered now.' },
  pii: {
    type: 'PiiOptions',
    description: 'What is taken out of content, of outcome reasons and of metadata.',
  },
};

/** Options that are in no group, and groups at the place of their first option. */
export function topLevelNames(): string[] {
  return [...new Set(OPTION_NAMES.map((name) => name.split('.')[0] as string))];
}

/** The options of a group. */
export function membersOf(group: string): OptionName[] {
  return OPTION_NAMES.filter((name) => name.startsWith(`${group}.`));
}
