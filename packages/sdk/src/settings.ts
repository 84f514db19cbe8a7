import type { ConfigurationProblem } from './configuration-error';
import type { ConfigurationFile } from './configuration-file';
import {
  type ConfigurationValues,
  nameOfVariable,
  OPTION_NAMES,
  type OptionName,
  type Row,
  rowOf,
  type Variable,
} from './configuration-table';
import type { Notice } from './report';
import { type Environment, nameOf, type Origin } from './setting-source';
import { NOT_SAID, Refusal, type ValueKind } from './value-kinds';

/** Everybody who may say something. */
export interface Sources {
  /** What `enable()` was given. */
  readonly options: object;
  readonly environment: Environment;
  readonly file: ConfigurationFile | undefined;
}

/** A value, and who said so. */
export interface Setting {
  readonly value: unknown;
  readonly origin: Origin;
}

const DEFAULT: Origin = { kind: 'default' };

/** Every setting of the table: code beats the environment, which beats the file, which beats the default. */
export class Settings {
  /** What cannot be used. */
  problems: ConfigurationProblem[] = [];
  /** What is to be said when botanu is enabled. */
  readonly notices: Notice[] = [];
  readonly #sources: Sources;
  readonly #settings = new Map<OptionName, Setting>();

  /** @param sources - Everybody who may say something. */
  constructor(sources: Sources) {
    this.#sources = sources;
    this.problems.push(...(sources.file?.problems ?? []));
    this.#refuseBrokenGroups();
    for (const name of OPTION_NAMES) {
      this.#settings.set(
        name,
        this.#resolve(name, () => true),
      );
    }
  }

  /** The value of a setting; undefined where it is not set. */
  get<Name extends OptionName>(name: Name): ConfigurationValues[Name] {
    return this.#settings.get(name)?.value as ConfigurationValues[Name];
  }

  /** Who said so. */
  originOf(name: OptionName): Origin {
    return this.#settings.get(name)?.origin ?? DEFAULT;
  }

  /**
   * Decides about a setting anew, as if nobody had set some of its variables.
   *
   * @param name - Of the setting.
   * @param mayUse - Tells which of its variables count.
   */
  withoutVariables(name: OptionName, mayUse: (variable: string) => boolean): void {
    // What is wrong with a variable that does not count is somebody else's affair.
    this.problems = this.problems.filter(({ key }) => key !== name);
    this.#settings.set(name, this.#resolve(name, mayUse));
  }

  /** Says that a setting cannot be used. */
  refuse(name: OptionName, message: string): void {
    const source = nameOf(this.originOf(name));
    this.problems.push({ key: name, source, message: `${source} ${message}` });
  }

  /** Whether what was set cannot be used. */
  isRefused(name: OptionName): boolean {
    return this.problems.some(({ key }) => key === name);
  }

  #refuseBrokenGroups(): void {
    for (const [key, value] of Object.entries(this.#sources.options)) {
      const members = OPTION_NAMES.filter((name) => name.startsWith(`${key}.`));
      const isObject = typeof value === 'object' && !Array.isArray(value);
      if (members.length > 0 && value !== undefined && !isObject) {
        const names = members.map((name) => name.slice(key.length + 1)).join(', ');
        this.problems.push({ key, source: key, message: `${key} is no object. Write one with: ${names}.` });
      }
    }
  }

  #resolve(name: OptionName, mayUse: (variable: string) => boolean): Setting {
    const row = rowOf(name);
    const isDecided = row.isMerged !== true;
    const settings: Setting[] = [];
    for (const read of this.#readers(name, row, mayUse)) {
      const setting = isDecided && settings.length > 0 ? undefined : read();
      if (setting !== undefined) {
        settings.push(setting);
      }
    }
    const [first = { value: row.defaultValue, origin: DEFAULT }] = settings;
    const values = settings.map(({ value }) => value as object | undefined).reverse();
    return settings.length > 1 ? { origin: first.origin, value: Object.assign({}, ...values) } : first;
  }

  /** Reads what each of the sources says, the most important one first. */
  #readers(
    name: OptionName,
    row: Row<unknown>,
    mayUse: (variable: string) => boolean,
  ): (() => Setting | undefined)[] {
    const variables = (row.variables ?? []).filter((variable) => mayUse(nameOfVariable(variable)));
    if (row.isMerged === true) {
      variables.reverse();
    }
    return [
      () => this.#fromOptions(name, row),
      ...variables.map((variable) => () => this.#fromVariable(name, row, variable)),
      () => this.#fromFile(name, row),
    ];
  }

  #fromOptions(name: OptionName, { kind }: Row<unknown>): Setting | undefined {
    const value = name
      .split('.')
      .reduce<unknown>(
        (holder, key) => (holder as Record<string, unknown> | null | undefined)?.[key],
        this.#sources.options,
      );
    return isUnset(value) ? undefined : this.#read(name, { kind: 'option', name }, kind, value);
  }

  #fromVariable(name: OptionName, { kind }: Row<unknown>, variable: Variable<unknown>): Setting | undefined {
    const variableName = nameOfVariable(variable);
    const text = this.#sources.environment[variableName]?.trim();
    const origin: Origin = { kind: 'variable', name: variableName };
    return text
      ? this.#read(name, origin, typeof variable === 'string' ? kind : variable.kind, text)
      : undefined;
  }

  #fromFile(name: OptionName, { kind, yaml = '' }: Row<unknown>): Setting | undefined {
    const { file } = this.#sources;
    const entry = file?.entries.get(yaml);
    if (file === undefined || entry === undefined) {
      return undefined;
    }
    const origin: Origin = { kind: 'file', path: file.path, line: entry.line, key: yaml };
    return this.#read(name, origin, kind, entry.value);
  }

  /** What cannot be used counts as set, so that nobody else is asked. */
  #read(name: OptionName, origin: Origin, kind: ValueKind<unknown>, value: unknown): Setting | undefined {
    try {
      const isText = origin.kind !== 'option' && typeof value === 'string';
      const read = isText ? kind.fromText(value) : kind.fromValue(value);
      if (read === NOT_SAID) {
        return undefined;
      }
      if (read !== undefined) {
        return { value: read, origin };
      }
      this.#refuseValue(
        name,
        origin,
        `${describe(kind, value)}, which is not supported. Write ${kind.allowed}.`,
      );
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      this.#refuseValue(name, origin, error.message);
    }
    return { value: rowOf(name).defaultValue, origin };
  }

  #refuseValue(key: OptionName, origin: Origin, message: string): void {
    const source = nameOf(origin);
    const separator = message.startsWith(':') ? '' : ' ';
    this.problems.push({ key, source, message: source + separator + message });
  }
}

/** An empty text says nothing: it is what an unset variable becomes on its way through shells and templates. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === '';
}

const MAX_SHOWN_CHARACTERS = 60;

function describe({ isSecret }: ValueKind<unknown>, value: unknown): string {
  if (isSecret === true) {
    return 'is no value that can be used';
  }
  const shown = typeof value === 'string' ? value.slice(0, MAX_SHOWN_CHARACTERS) : value;
  return typeof value === 'object' && value !== null
    ? 'is an object'
    : `is ${JSON.stringify(shown) ?? typeof value}`;
}
