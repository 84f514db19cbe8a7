/**
 * The instrumentations that `@botanu/sdk` switches on by itself, in one install. There is nothing to import: `enable()`
 * finds this package, and everything that it brings, where the application has it installed.
 *
 * @packageDocumentation
 */

/**
 * The packages that this one brings. Those of `http`, `fetch` and `undici` come with `@botanu/sdk` itself.
 *
 * @example
 * ```ts
 * console.log(instrumentationPackages.includes('@opentelemetry/instrumentation-pg')); // true
 * ```
 */
export const instrumentationPackages: readonly string[] = [
  '@fastify/otel',
  '@opentelemetry/instrumentation-amqplib',
  '@opentelemetry/instrumentation-aws-sdk',
  '@opentelemetry/instrumentation-express',
  '@opentelemetry/instrumentation-grpc',
  '@opentelemetry/instrumentation-hapi',
  '@opentelemetry/instrumentation-ioredis',
  '@opentelemetry/instrumentation-kafkajs',
  '@opentelemetry/instrumentation-knex',
  '@opentelemetry/instrumentation-koa',
  '@opentelemetry/instrumentation-mongodb',
  '@opentelemetry/instrumentation-mysql2',
  '@opentelemetry/instrumentation-nestjs-core',
  '@opentelemetry/instrumentation-openai',
  '@opentelemetry/instrumentation-pg',
  '@opentelemetry/instrumentation-redis',
  '@traceloop/instrumentation-anthropic',
  '@traceloop/instrumentation-bedrock',
  '@traceloop/instrumentation-cohere',
  '@traceloop/instrumentation-google-generativeai',
  '@traceloop/instrumentation-mcp',
];
