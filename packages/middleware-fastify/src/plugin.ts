import { Inbound, type InboundOptions, type RequestRun } from '@botanu/core/inbound';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** What the plugin takes: see `InboundOptions`. */
export type BotanuFastifyOptions = InboundOptions<FastifyRequest>;

/** What Fastify 4 and 5 say about the route of a request: before 4.10, it is in another place. */
interface RoutedRequest {
  readonly is404?: boolean;
  readonly routeOptions?: { readonly url?: string | undefined };
  readonly routerPath?: string;
}

const register: FastifyPluginCallback<BotanuFastifyOptions> = (fastify, options, done) => {
  let inbound: Inbound<FastifyRequest>;
  try {
    inbound = new Inbound(options);
  } catch (error) {
    // Thrown here, it would leave Fastify waiting for this plugin.
    done(error as Error);
    return;
  }
  const requestRuns = new WeakMap<FastifyRequest, RequestRun<FastifyRequest>>();

  fastify.addHook('onRequest', function enterRun(request, reply, next) {
    const requestRun = inbound.receive(request, request.raw);
    if (requestRun === undefined) {
      next();
      return;
    }
    requestRuns.set(request, requestRun);
    requestRun.prepare(request.raw, reply.raw);
    requestRun.setRoute(routeOf(request));
    requestRun.handle(next);
  });

  if ('eventId' in options) {
    // Not earlier: the functions in the options may need the body, and what is refused before is no business event.
    fastify.addHook('preHandler', function openEvent(request, reply, next) {
      const requestRun = requestRuns.get(request);
      if (requestRun === undefined) {
        next();
        return;
      }
      requestRun.openEvent(request);
      requestRun.prepare(request.raw, reply.raw);
      requestRun.observe(request.raw, reply.raw, () => routeOf(request));
      requestRun.handle(next);
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
 * Options: see `InboundOptions`; functions in them are given Fastify's request. Registering throws a TypeError where
 * an option is missing or cannot be used.
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
