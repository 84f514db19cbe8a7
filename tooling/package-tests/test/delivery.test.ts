import { type Consumer, createConsumerOf } from '../src/consumer';

/** Sends to a server of its own, without compression, so that names can be read in the bodies. */
const PROGRAM = `
  const bodies = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk) => bodies.push(chunk)).on('end', () => response.end());
  }).listen(0, '127.0.0.1', async () => {
    const processor = new DeliverySpanProcessor({
      url: 'http://127.0.0.1:' + server.address().port + '/v1/traces',
      compression: 'none',
      spool: { dir: './spool' },
    });
    const provider = new TracerProvider({ spanProcessors: [processor] });
    provider.getTracer('app', '1.2.3').startSpan('the name of a span').end();
    await provider.shutdown();
    server.close();
    server.closeAllConnections();
    const text = Buffer.concat(bodies).toString('latin1');
    const { created, delivered } = getDeliveryStats();
    console.log(JSON.stringify({ created, delivered, isThere: text.includes('the name of a span') }));
  });
`;

const programs: Readonly<Record<string, string>> = {
  'program.mjs': `
    import { createServer } from 'node:http';
    import { DeliverySpanProcessor, getDeliveryStats } from '@botanu/delivery';
    import { TracerProvider } from '@opentelemetry/sdk-trace';
    ${PROGRAM}`,
  'program.cjs': `
    const { createServer } = require('node:http');
    const { DeliverySpanProcessor, getDeliveryStats } = require('@botanu/delivery');
    const { TracerProvider } = require('@opentelemetry/sdk-trace');
    ${PROGRAM}`,
};

let consumer: Consumer;

beforeAll(async () => {
  consumer = await createConsumerOf(
    ['core', 'delivery'],
    ['@opentelemetry/api@1.10.0', '@opentelemetry/sdk-trace@3.1.1'],
  );
  for (const [name, source] of Object.entries(programs)) {
    consumer.write(name, source);
  }
}, 300_000);

afterAll(() => consumer.remove());

// OpenTelemetry 3.x needs Node 22.
describe.each(['22.23.3', '24.21.0'])('on Node %s', (version) => {
  test.each(['program.mjs', 'program.cjs'])(
    '%s delivers spans of OpenTelemetry 3.x',
    async (program) => {
      const output = await consumer.run(['npx', '-y', '-p', `node@${version}`, 'node', program]);
      expect(JSON.parse(output)).toEqual({ created: 1, delivered: 1, isThere: true });
    },
    300_000,
  );
});
