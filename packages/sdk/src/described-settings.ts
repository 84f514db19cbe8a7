import { OPTION_NAMES, type OptionName, rowOf } from './configuration-table';
import type { Endpoint } from './endpoint';
import { nameOf } from './setting-source';
import type { Settings } from './settings';
import { withoutCredentials } from './value-kinds';

/** A setting, as it may be shown to anybody. */
export interface DescribedSetting {
  /** The option. @example `pii.enabled` */
  readonly name: OptionName;
  /** Its value without secrets; undefined where it is not set. */
  readonly value: unknown;
  /** Who said so: an option, a variable, a key of a file with its line, or `default`. */
  readonly source: string;
}

/**
 * Describes every setting, secrets redacted.
 *
 * @param settings - What was set.
 * @param endpoint - What came of it.
 */
export function describeSettings(settings: Settings, endpoint: Endpoint): DescribedSetting[] {
  return OPTION_NAMES.map((name) => ({
    name,
    value: name === 'otlpEndpoint' ? withoutCredentials(endpoint.url) : shown(settings, name),
    source: nameOf(settings.originOf(name)),
  }));
}

function shown(settings: Settings, name: OptionName): unknown {
  const value: unknown = settings.get(name);
  const { show } = rowOf(name).kind;
  return value === undefined || show === undefined ? value : show(value);
}

/**
 * Puts settings together as `enable()` takes them.
 *
 * @param settings - Described.
 * @returns A new object; what is not set is absent.
 */
export function toConfig(settings: readonly DescribedSetting[]): Record<string, unknown> {
  const config: Record<string, Record<string, unknown> | unknown> = {};
  for (const { name, value } of settings) {
    const [group = '', member] = name.split('.');
    if (value === undefined) {
      continue;
    }
    if (member === undefined) {
      config[group] = value;
    } else {
      config[group] = { ...(config[group] as object), [member]: value };
    }
  }
  return config;
}
