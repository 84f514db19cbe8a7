import { Inbound, type InboundOptions, type RequestRun } from '@botanu/core/inbound';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { findContextKey, replaceContext } from './fastify-otel';

/** What the plugin takes: see `InboundOptions`. */
export type BotanuFastifyOptions = InboundOptions<FastifyRequest>;

/** What Fastify 4 and 5 say about the route of a request: before 4.10, it is in another place. */
interface RoutedRequest {
  readonly is404?: boolean;
  readonly routeOptions?: { readonly url?: string | undefined };
  readonly routerPath?: string;
}

/** A request, as far as it holds its own run; null where it is left alone. */
type RequestsRuns = Record<symbol, RequestRun<FastifyRequest> | null>;

const register: FastifyPluginCallback<BotanuFastifyOptions> = (fastify, options, done) => {
  let inbound: Inbound<FastifyRequest>;
  try {
    inbound = new Inbound(options);
  } catch (error) {
    // Thrown here, it would leave Fastify waiting for this plugin.
    done(error as Error);
    return;
  }
  const key = Symbol('botanu.request_run');
  // Announced, so that all requests have one shape: Fastify's own means of keeping something for a request.
  fastify.decorateRequest(key, null);
  let otel: { readonly key: symbol | undefined } | undefined;

  function handle(
    request: FastifyRequest,
    requestRun: RequestRun<FastifyRequest>,
    isEvent: boolean,
    next: () => void,
  ): void {
    // Once: when requests arrive, nothing can be registered any more.
    otel ??= { key: findContextKey(request) };
    if (otel.key !== undefined) {
      replaceContext(request, otel.key, requestRun.context, isEvent);
    }
    requestRun.handle(next);
  }

  fastify.addHook('onRequest', function enterRun(request, reply, next) {
    const requestRun = inbound.receive(request, request.raw);
    if (requestRun === undefined) {
      next();
      return;
    }
    (request as unknown as RequestsRuns)[key] = requestRun;
    requestRun.begin(request);
    requestRun.prepare(request.raw, reply.raw);
    requestRun.setRoute(routeOf(request));
    handle(request, requestRun, false, next);
  });

  if ('eventId' in options) {
    // Not earlier: the functions in the options may need the body, and what is refused before is no business event.
    fastify.addHook('preHandler', function openEvent(request, reply, next) {
      const requestRun = (request as unknown as RequestsRuns)[key];
      if (requestRun == null) {
        next();
        return;
      }
      requestRun.openEvent(request);
      requestRun.prepare(request.raw, reply.raw);
      requestRun.observe(request.raw, reply.raw, () => routeOf(request));
      handle(request, requestRun, true, next);
    });
  }
  done();
};

/**
 * The plugin: every request has a run, which is current in everything that the request causes, in all plugins.
 *
 * The run is that of the caller, from the `baggage` header; else what the `x-botanu-*` headers say; else a fresh one.
 * The first `event()` inside takes the run's id. With `eventId`, the whole request is an event: it begins in the hook
 * `preHandler`, when the body has been read, and ends with the response. The plugin never fails a request, and never
 * changes one.
 *
 * Options: see `InboundOptions`; functions in them are given Fastify's request. Registering fails with a TypeError
 * where an option is missing or cannot be used.
 *
 * @example
 * ```ts
 * import { botanu } from '@botanu/middleware-fastify';
 * import fastify from 'fastify';
 *
 * const app = fastify();
 * await app.register(botanu, { workflow: 'Support' });
 * ```
 */
export const botanu: FastifyPluginCallback<BotanuFastifyOptions> = /* @__PURE__ */ fastifyPlugin(register, {
  name: '@botanu/middleware-fastify',
  fastify: '4.x || 5.x',
});

/** The template of the matched route. */
function routeOf(request: RoutedRequest): string | undefined {
  if (request.is404 === true) {
    return undefined;
  }
  return request.routeOptions === undefined ? request.routerPath : request.routeOptions.url;
}
