import type { TracerProvider } from '@opentelemetry/api';
import { classNameOf, registered } from './globals';
import { type KnownProvider, recogniseProvider } from './provider-shape';

/** What traces this process already. */
export type Host =
  | { readonly kind: 'none' }
  /** A provider of the OpenTelemetry SDK. */
  | { readonly kind: 'known'; readonly known: KnownProvider; readonly name: string }
  /** A tracer whose inside we do not know. */
  | { readonly kind: 'foreign'; readonly name: string };

/** Finds out who traces this process. */
export function findHost(): Host {
  const provider = registered('trace') as TracerProvider | undefined;
  if (provider === undefined) {
    const name = findForeignTracer();
    return name === undefined ? { kind: 'none' } : { kind: 'foreign', name };
  }
  return hostOf(provider);
}

/**
 * Looks at a provider.
 *
 * @param provider - The provider, or the API's proxy of it.
 */
export function hostOf(provider: TracerProvider): Host {
  const delegate = (provider as { getDelegate?: () => TracerProvider }).getDelegate?.() ?? provider;
  const known = recogniseProvider(delegate);
  const name = classNameOf(delegate) ?? 'unnamed';
  return known === undefined ? { kind: 'foreign', name } : { kind: 'known', known, name };
}

/**
 * Finds a tracer that is in the process without having registered anything with OpenTelemetry.
 *
 * @returns Its name; undefined where there is none.
 */
export function findForeignTracer(): string | undefined {
  if (isDatadogLoaded()) {
    return 'dd-trace';
  }
  return isSentryTracing() ? '@sentry/node' : undefined;
}

function isDatadogLoaded(): boolean {
  const global = globalThis as Record<PropertyKey, unknown>;
  return global[Symbol.for('dd-trace')] !== undefined || global._ddtrace !== undefined;
}

type SentryClient = { getOptions?: () => { tracesSampleRate?: unknown; tracesSampler?: unknown } };
type SentryCarrier = Record<string, { defaultCurrentScope?: { getClient?: () => SentryClient | undefined } }>;

/** Sentry keeps each version's state in one global; without a rate or a sampler it makes no spans. */
function isSentryTracing(): boolean {
  const carrier = (globalThis as { __SENTRY__?: SentryCarrier }).__SENTRY__ ?? {};
  return Object.values(carrier).some((state) => {
    const options = state?.defaultCurrentScope?.getClient?.()?.getOptions?.();
    return options?.tracesSampleRate !== undefined || options?.tracesSampler !== undefined;
  });
}
