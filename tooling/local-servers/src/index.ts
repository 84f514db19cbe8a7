/** Real servers on loopback, for tests. */
export { type Broker, findProgram, startMariaDb, startRabbitMq, startRedis } from './broker';
export { startMongoDb } from './mongodb';
export { startPostgresql } from './postgresql';
