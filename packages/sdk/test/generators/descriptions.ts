import { nameOfVariable, type OptionName, rowOf } from '../../src/configuration-table';

/** The variables of a row, by name. */
export function variablesOf(name: OptionName): string[] {
  return (rowOf(name).variables ?? []).map(nameOfVariable);
}

/** Its default, in words. */
export function defaultOf(name: OptionName): string {
  const { defaultValue, defaultText } = rowOf(name);
  if (defaultText !== undefined) {
    return defaultText;
  }
  return defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0)
    ? 'none'
    : `\`${defaultValue}\``;
}
