/**
 * botanu for Koa 2 and 3.
 *
 * @packageDocumentation
 */
export type { InboundOptions, RequestIdentifier, TrustInbound } from '@botanu/core/inbound';
export { type BotanuMiddleware, botanu, type KoaContext } from './middleware';
