/**
 * botanu for Express 4 and 5.
 *
 * @packageDocumentation
 */
export type { InboundOptions, RequestIdentifier, TrustInbound } from '@botanu/core/inbound';
export { type BotanuMiddleware, botanu, type ExpressRequest, type ExpressResponse } from './middleware';
