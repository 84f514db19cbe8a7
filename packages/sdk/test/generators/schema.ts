import { OPTION_NAMES, rowOf } from '../../src/configuration-table';

interface ObjectSchema {
  type: 'object';
  properties: Record<string, ObjectSchema | Record<string, unknown>>;
  additionalProperties: false;
}

const REFERENCE = { type: 'string', pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}' };
const SECRET_REFERENCE = { type: 'string', pattern: '^\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-)?\\}$' };

/** `config.schema.json`: what a file may hold, for editors. */
export function generateSchema(): string {
  const root = emptyObject();
  for (const name of OPTION_NAMES) {
    const row = rowOf(name);
    if (row.yaml !== undefined) {
      place(root, row.yaml.split('.'), {
        description: row.description,
        ...(row.isReferenceInFiles === true
          ? secretSchema(row.kind.schema)
          : { anyOf: [row.kind.schema, REFERENCE] }),
        ...(row.defaultValue === undefined ? {} : { default: row.defaultValue }),
      });
    }
  }
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'botanu.yaml',
    ...root,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function secretSchema({ type }: Readonly<Record<string, unknown>>): object {
  return type === 'array'
    ? { anyOf: [SECRET_REFERENCE, { type: 'array', items: SECRET_REFERENCE }] }
    : SECRET_REFERENCE;
}

function emptyObject(): ObjectSchema {
  return { type: 'object', properties: {}, additionalProperties: false };
}

function place(holder: ObjectSchema, [key = '', ...rest]: readonly string[], schema: object): void {
  if (rest.length === 0) {
    holder.properties[key] = { ...schema };
    return;
  }
  holder.properties[key] ??= emptyObject();
  place(holder.properties[key] as ObjectSchema, rest, schema);
}
