/** Redis: the real client on a real server, whose port is in REDIS_PORT. */
const { IORedisInstrumentation } = require('@opentelemetry/instrumentation-ioredis');
const { record } = require('./record.cjs');

record([new IORedisInstrumentation({ requireParentSpan: false })], async () => {
  const { Redis } = require('ioredis');
  const redis = new Redis(Number(process.env.REDIS_PORT), '127.0.0.1');
  await redis.set('key', 'value');
  await redis.get('key');
  redis.disconnect();
});
