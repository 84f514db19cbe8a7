/**
 * botanu for Fastify 4 and 5.
 *
 * @packageDocumentation
 */
export type { InboundOptions, RequestIdentifier, TrustInbound } from '@botanu/core/inbound';
export { type BotanuFastifyOptions, botanu } from './plugin';
