import type { ContextKey } from '@botanu/core/inbound';
import type { TrustInbound } from './inbound-trust-propagator';
import type { PropagationTargets } from './propagation-targets';
import type { Settings } from './settings';

/** Whom to believe, and whom to tell: resolved and valid. */
export interface PropagationConfiguration {
  readonly trustInbound: TrustInbound;
  readonly contextKeys: readonly ContextKey[];
  readonly propagationTargets: PropagationTargets;
}

/**
 * Resolves whom to believe, and whom to tell.
 *
 * @param settings - What was set; told what cannot be used.
 */
export function resolvePropagation(settings: Settings): PropagationConfiguration {
  const trustInbound = settings.get('trustInbound') as TrustInbound;
  const contextKeys = settings.get('contextKeys') ?? [];
  if (trustInbound === 'signed' && contextKeys.length === 0 && !settings.isRefused('contextKeys')) {
    settings.refuse(
      'trustInbound',
      "is 'signed', but there is no key. Set BOTANU_CONTEXT_KEY, or write contextKeys: [key].",
    );
  }
  return {
    trustInbound,
    contextKeys,
    propagationTargets: settings.get('propagationTargets') as PropagationTargets,
  };
}
