import { nameOfVariable, OPTION_NAMES, rowOf } from './configuration-table';
import { PROBE_VARIABLE } from './doctor/probe-variable';
import { nearestTo } from './nearest-name';
import type { Environment } from './setting-source';

/** What is read beside the table: options. */
const OTHER_OPTIONS = ['configFile'];

/** What is read beside the table: variables. */
const OTHER_VARIABLES = ['BOTANU_CONFIG_FILE', PROBE_VARIABLE];

const PREFIX = 'BOTANU_';

/** What Kubernetes sets for a service that is called botanu-collector, say: BOTANU_COLLECTOR_SERVICE_HOST and the like. */
const OF_KUBERNETES = /_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;

/**
 * Finds options that do not exist.
 *
 * @param options - What `enable()` was given.
 * @returns One message for each.
 */
export function unknownOptions(options: object): string[] {
  const names = [...OPTION_NAMES, ...OTHER_OPTIONS];
  return namesIn(options, '', names)
    .filter((name) => !names.includes(name))
    .map((name) => `enable() has no option ${JSON.stringify(name)}${suggestion(name, names)}`);
}

/** The dotted names of an object: a group of options is looked into. */
function namesIn(options: object, prefix: string, names: readonly string[]): string[] {
  return Object.entries(options).flatMap(([key, value]) => {
    const name = prefix + key;
    const isGroup = names.some((known) => known.startsWith(`${name}.`));
    return isGroup ? namesIn(Object(value), `${name}.`, names) : [name];
  });
}

/**
 * Finds variables of ours that do not exist.
 *
 * @param environment - The process environment.
 * @returns One message for each.
 */
export function unknownVariables(environment: Environment): string[] {
  const names = OPTION_NAMES.flatMap((name) => (rowOf(name).variables ?? []).map(nameOfVariable));
  const ours = [...OTHER_VARIABLES, ...names].filter((name) => name.startsWith(PREFIX));
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !ours.includes(name) && !OF_KUBERNETES.test(name))
    .map((name) => `the variable ${name} does not exist${suggestion(name, ours)}`);
}

function suggestion(name: string, names: readonly string[]): string {
  const nearest = nearestTo(name, names);
  return nearest === undefined ? '; it is ignored.' : `; it is ignored. Is it ${nearest}?`;
}
