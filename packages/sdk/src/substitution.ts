import type { Environment } from './setting-source';

/** `${VAR}`, `${VAR:-default}`, and `$$` for a dollar sign. */
const REFERENCE = /\$\$|\$\{([^}]*)\}/g;

const NAME_AND_DEFAULT = /^([A-Za-z_]\w*)(?::-(.*))?$/s;

/** Whether a value of a file is nothing but a reference to a variable, without a default of its own. */
export function isReference(value: unknown): boolean {
  return typeof value === 'string' && /^\$\{[A-Za-z_]\w*(:-)?\}$/.test(value.trim());
}

/**
 * Puts variables into the texts of a value. What they hold is text, whatever it looks like: it is not read as YAML.
 *
 * @param value - A text, or lists and objects of texts.
 * @param environment - Has the variables.
 * @throws Error that names a variable which is not set, and no value.
 */
export function substitute(value: unknown, environment: Environment): unknown {
  if (typeof value === 'string') {
    return substituteText(value, environment);
  }
  if (Array.isArray(value)) {
    return value.map((item) => substitute(item, environment));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, environment)]))
    : value;
}

function substituteText(text: string, environment: Environment): string {
  return text.replace(REFERENCE, (_, inner: string | undefined) => {
    if (inner === undefined) {
      return '$';
    }
    const [, name, defaultValue] = NAME_AND_DEFAULT.exec(inner) ?? [];
    if (name === undefined) {
      throw new Error(
        `refers to a variable in a way that is not understood. Write \${VAR} or \${VAR:-default}, and $$ for a $.`,
      );
    }
    const value = environment[name] || defaultValue;
    if (value === undefined) {
      throw new Error(`names the variable ${name}, which is not set. Set it, or write \${${name}:-default}.`);
    }
    return value;
  });
}
