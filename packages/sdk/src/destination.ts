import { type Context, type Span, SpanKind, trace } from '@opentelemetry/api';

/** Where an outgoing message goes, as far as its span says. */
export type Destination =
  /** An HTTP call, say. */
  | { readonly kind: 'hosts'; readonly hosts: readonly string[] }
  /** A message for a queue. */
  | { readonly kind: 'queue' }
  /** A call of a model. */
  | { readonly kind: 'model' }
  /** Nobody knows. */
  | { readonly kind: 'unknown' };

/** The spans of the OpenTelemetry SDK can be read; those of others need not be. */
type ReadableSpan = Span & {
  readonly kind?: SpanKind;
  readonly attributes?: Readonly<Record<string, unknown>>;
};

/** A span with one of these is a call of a model: OpenTelemetry's GenAI conventions, now and before. */
const MODEL_ATTRIBUTES = ['gen_ai.provider.name', 'gen_ai.system'];

/** Where the HTTP conventions have the host: stable, and before. */
const HOST_ATTRIBUTES = ['server.address', 'net.peer.name'];
const URL_ATTRIBUTES = ['url.full', 'http.url'];

const QUEUE: Destination = { kind: 'queue' };
const MODEL: Destination = { kind: 'model' };
const UNKNOWN: Destination = { kind: 'unknown' };

/**
 * Finds out from the span of a call where it goes: propagators see nothing else of it. A span that is no call says
 * nothing about destinations: the address on the span of a request that is being served is our own.
 *
 * @param context - What is injected.
 */
export function destinationOf(context: Context): Destination {
  const { kind, attributes } = (trace.getSpan(context) ?? {}) as Partial<ReadableSpan>;
  if (attributes === undefined || (kind !== SpanKind.CLIENT && kind !== SpanKind.PRODUCER)) {
    return UNKNOWN;
  }
  if (MODEL_ATTRIBUTES.some((key) => attributes[key] !== undefined)) {
    return MODEL;
  }
  if (kind === SpanKind.PRODUCER) {
    return QUEUE;
  }
  const hosts = new Set<string>();
  for (const key of HOST_ATTRIBUTES) {
    addHost(hosts, attributes[key]);
  }
  for (const key of URL_ATTRIBUTES) {
    addHostOfUrl(hosts, attributes[key]);
  }
  return hosts.size === 0 ? UNKNOWN : { kind: 'hosts', hosts: [...hosts] };
}

function addHost(hosts: Set<string>, value: unknown): void {
  if (typeof value === 'string' && value !== '') {
    hosts.add(normaliseHost(value));
  }
}

/** A URL that cannot be read, such as that of a request through a proxy, could go anywhere. */
function addHostOfUrl(hosts: Set<string>, value: unknown): void {
  if (typeof value === 'string') {
    hosts.add(URL.canParse(value) ? normaliseHost(new URL(value).hostname) : UNREADABLE_URL);
  }
}

/** No host is called so: nobody is told. */
export const UNREADABLE_URL = 'a URL that cannot be read';

/** Lower case, without the brackets of an IPv6 address and the dot at the end of a complete name. */
export function normaliseHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
