/** The frameworks. */
export const FRAMEWORKS = ['Express', 'Fastify', 'Koa'] as const;
export type FrameworkName = (typeof FRAMEWORKS)[number];

/** What is done with each request; the first is what the others are compared with. */
export const VARIANTS = ['bare', 'context', 'middleware', 'by hand', 'event', 'instrumented'] as const;
export type Variant = (typeof VARIANTS)[number];

/** What each variant is, for the table. */
export const DESCRIPTIONS: Readonly<Record<Variant, string>> = {
  bare: 'the framework, one route, and nothing of OpenTelemetry',
  context:
    'a context manager and a provider, and each request in a context of its own: what anything costs that is current',
  middleware: 'our middleware, a context manager and a provider: each request has a run',
  'by hand': 'the same, and one span, its events and its baggage, written out for this one request',
  event: 'the same, and each request is an event: one span',
  instrumented: "OpenTelemetry's instrumentation of HTTP and of the framework, without ours",
};

/** How much of the bare server's CPU time ours may add. */
export function targetOf(framework: FrameworkName, variant: Variant): number | undefined {
  if (variant === 'middleware') {
    return framework === 'Express' ? 1.05 : 1.1;
  }
  return variant === 'event' ? 1.2 : undefined;
}
