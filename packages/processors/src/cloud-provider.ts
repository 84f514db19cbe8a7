import { type Attributes, SpanKind } from '@opentelemetry/api';
import {
  ATTRIBUTE_PREFIXES,
  CLOUD_OF_DOMAIN,
  CLOUD_OF_PREFIX,
  CLOUD_OF_SYSTEM,
  HOST_KEYS,
  MAX_DOMAIN_LABELS,
  NOT_OF_THE_CALL,
  SYSTEM_KEYS,
} from './cloud-tables';

/** Attributes that hold the name of a cloud. `faas.invoked_provider`: whose function was called. */
const PROVIDER_KEYS = ['cloud.provider', 'faas.invoked_provider'] as const;

/** Attributes that say that the call went to AWS, with this value. */
const RPC_KEYS = ['rpc.system', 'rpc.system.name'] as const;
const RPC_SYSTEM_AWS = 'aws-api';

/** Begins with the name of a cloud. @example `aws_lambda` */
const PLATFORM_KEY = 'cloud.platform';

/** The attributes that {@link cloudProviderOf} looks at by name. */
export const CLOUD_KEYS: readonly string[] = [
  ...PROVIDER_KEYS,
  ...RPC_KEYS,
  PLATFORM_KEY,
  ...SYSTEM_KEYS,
  ...HOST_KEYS,
];

/**
 * Whose cloud a span used: as the span itself says, else by an attribute of a cloud's client, else by the system that
 * it called, else by the host.
 *
 * @param attributes - The span's.
 * @param kind - The span's: only a client's or a producer's host is somebody else's.
 * @returns `aws`, `azure`, `gcp`, or what `cloud.provider` says; undefined where nothing tells.
 */
export function cloudProviderOf(attributes: Attributes, kind: SpanKind): string | undefined {
  return (
    byName(attributes) ??
    byClient(attributes) ??
    bySystem(attributes) ??
    (kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER ? byHost(attributes) : undefined)
  );
}

function byName(attributes: Attributes): string | undefined {
  return firstOf(PROVIDER_KEYS, attributes, itself);
}

function itself(text: string): string {
  return text;
}

function byClient(attributes: Attributes): string | undefined {
  if (RPC_KEYS.some((key) => attributes[key] === RPC_SYSTEM_AWS)) {
    return 'aws';
  }
  for (const key in attributes) {
    const cloud = cloudOfAttributeName(key);
    if (cloud !== undefined) {
      return cloud;
    }
  }
  return firstOf([PLATFORM_KEY], attributes, cloudOfPrefix);
}

/**
 * Whether an attribute is one that a cloud's client sets.
 *
 * @param key - The attribute's name.
 * @returns The cloud; undefined where it is not.
 */
export function cloudOfAttributeName(key: string): string | undefined {
  // Nearly all names begin otherwise, and this runs for each of them.
  const first = key.charCodeAt(0);
  if (first !== CODE_OF_A && first !== CODE_OF_G) {
    return undefined;
  }
  for (const [prefix, cloud] of ATTRIBUTE_PREFIXES) {
    if (key.startsWith(prefix)) {
      return NOT_OF_THE_CALL.some((beginning) => key.startsWith(beginning)) ? undefined : cloud;
    }
  }
  return undefined;
}

const CODE_OF_A = 'a'.charCodeAt(0);
const CODE_OF_G = 'g'.charCodeAt(0);

function bySystem(attributes: Attributes): string | undefined {
  return firstOf(SYSTEM_KEYS, attributes, cloudOfSystem);
}

function cloudOfSystem(system: string): string | undefined {
  return CLOUD_OF_SYSTEM.get(system) ?? cloudOfPrefix(system);
}

/** `aws_sqs`, `aws.dynamodb`, `gcp_pubsub`, `azure.cosmosdb`. */
function cloudOfPrefix(name: string): string | undefined {
  return CLOUD_OF_PREFIX.get(name.split(/[._]/, 1)[0] as string);
}

function byHost(attributes: Attributes): string | undefined {
  return firstOf(HOST_KEYS, attributes, cloudOfHost);
}

/** Whose domain a host is in; the host may stand in a URL. */
function cloudOfHost(text: string): string | undefined {
  const host = HOST_ALONE.test(text) ? text : hostOf(text);
  let domainAt = host.lastIndexOf('.');
  for (let labels = 2; labels <= MAX_DOMAIN_LABELS && domainAt > 0; labels += 1) {
    domainAt = host.lastIndexOf('.', domainAt - 1);
    const cloud = CLOUD_OF_DOMAIN.get(host.slice(domainAt + 1));
    if (cloud !== undefined) {
      return cloud;
    }
  }
  return undefined;
}

const HOST_ALONE = /^[\w.-]*\w$/;

/** Of `https://user@host:443/path`, `host:443`, or `host.`. */
function hostOf(text: string): string {
  const schemeEnd = text.indexOf('://');
  const afterScheme = schemeEnd === -1 ? text : text.slice(schemeEnd + '://'.length);
  const authority = afterScheme.split(/[/?#]/, 1)[0] as string;
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .replace(/\.$/, '');
}

function firstOf(
  keys: readonly string[],
  attributes: Attributes,
  read: (text: string) => string | undefined,
): string | undefined {
  for (const key of keys) {
    const value = attributes[key];
    const found = typeof value === 'string' && value !== '' ? read(value.toLowerCase()) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
