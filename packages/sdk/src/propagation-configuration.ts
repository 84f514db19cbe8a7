import { type ContextKey, createContextKeys } from '@botanu/core/inbound';
import { ConfigurationError } from './configuration-error';
import type { TrustInbound } from './inbound-trust-propagator';
import { assertTargets, type PropagationTarget, type PropagationTargets } from './propagation-targets';

/** Whom to believe, and whom to tell. */
export interface PropagationOptions {
  /**
   * Whose run context is believed: `true` everybody's, `false` nobody's, `'signed'` what carries a valid signature, or
   * a function of the headers. Whoever can reach a service that believes everybody can book cost on another customer.
   * What is not believed is dropped as it arrives; the trace goes on.
   * @defaultValue `BOTANU_TRUST_INBOUND` (`true`, `false` or `signed`), else `true`, as for OpenTelemetry itself
   */
  readonly trustInbound?: TrustInbound | undefined;
  /**
   * Keys by which run context is signed as it leaves, and by which signatures are checked, the current one first: at
   * least 32 characters each.
   * @defaultValue `BOTANU_CONTEXT_KEY`, a comma-separated list, else none: nothing is signed
   */
  readonly contextKeys?: readonly string[] | undefined;
  /**
   * Who is told which run a call belongs to, beside this machine, private addresses, and names that are not public
   * (single labels, `.internal`, `.local`, `.svc`, `.cluster.local`): host names, patterns such as `*.example.com`, or
   * regular expressions, which are matched against the host name. A function of the host name decides alone. Model
   * providers are never told, unless they are named without a pattern. `['*']` tells everybody.
   * @defaultValue `BOTANU_PROPAGATION_TARGETS`, a comma-separated list, else none
   */
  readonly propagationTargets?: PropagationTargets | undefined;
}

/** Resolved and valid. */
export interface PropagationConfiguration {
  readonly trustInbound: TrustInbound;
  readonly contextKeys: readonly ContextKey[];
  readonly propagationTargets: PropagationTargets;
}

type Environment = Readonly<Record<string, string | undefined>>;

const TRUST_VALUES: Readonly<Record<string, boolean | 'signed'>> = {
  true: true,
  false: false,
  signed: 'signed',
};

/**
 * Resolves the options.
 *
 * @param options - What `enable()` was given.
 * @param environment - The process environment.
 * @throws ConfigurationError where a value cannot be used.
 */
export function resolvePropagation(
  options: PropagationOptions,
  environment: Environment,
): PropagationConfiguration {
  const contextKeys = resolveKeys(options, environment);
  const trustInbound = resolveTrust(options, environment);
  if (trustInbound === 'signed' && contextKeys.length === 0) {
    throw new ConfigurationError(
      "trustInbound is 'signed', but there is no key. Set BOTANU_CONTEXT_KEY, or write contextKeys: [key].",
    );
  }
  return { trustInbound, contextKeys, propagationTargets: resolveTargets(options, environment) };
}

function resolveTrust({ trustInbound }: PropagationOptions, environment: Environment): TrustInbound {
  if (typeof trustInbound === 'function') {
    return trustInbound;
  }
  const [source, value] =
    trustInbound === undefined
      ? ['BOTANU_TRUST_INBOUND', environment.BOTANU_TRUST_INBOUND || 'true']
      : ['trustInbound', String(trustInbound)];
  const trust = Object.hasOwn(TRUST_VALUES, value) ? TRUST_VALUES[value] : undefined;
  if (trust === undefined) {
    throw new ConfigurationError(
      `${source} is "${value}", which is not supported. Write one of: true, false, signed.`,
    );
  }
  return trust;
}

function resolveKeys(options: PropagationOptions, environment: Environment): readonly ContextKey[] {
  const texts = options.contextKeys ?? listOf(environment.BOTANU_CONTEXT_KEY);
  try {
    return texts.length === 0 && options.contextKeys === undefined ? [] : createContextKeys(texts);
  } catch (error) {
    const source = options.contextKeys === undefined ? 'BOTANU_CONTEXT_KEY' : 'contextKeys';
    throw new ConfigurationError(`${source}: ${(error as Error).message}`);
  }
}

function resolveTargets(options: PropagationOptions, environment: Environment): PropagationTargets {
  const { propagationTargets } = options;
  if (typeof propagationTargets === 'function') {
    return propagationTargets;
  }
  const targets: readonly PropagationTarget[] =
    propagationTargets ?? listOf(environment.BOTANU_PROPAGATION_TARGETS);
  assertTargets(
    targets,
    propagationTargets === undefined ? 'BOTANU_PROPAGATION_TARGETS' : 'propagationTargets',
  );
  return targets;
}

function listOf(variable: string | undefined): string[] {
  return (variable ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
