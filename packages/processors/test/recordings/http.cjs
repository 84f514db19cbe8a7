/**
 * `http` and `undici`: the real clients. HOSTS are looked up as this machine, where a local server answers with five
 * bytes to each. HTTP_INSTRUMENTATION is the package whose spans of `http` are recorded.
 */
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
const { record } = require('./record.cjs');

const { HttpInstrumentation } = require(process.env.HTTP_INSTRUMENTATION);

const hosts = JSON.parse(process.env.HOSTS);
const lookup = (_host, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

const lengths = { requestHeaders: ['content-length'], responseHeaders: ['content-length'] };
const instrumentations = [
  new HttpInstrumentation({ headersToSpanAttributes: { client: lengths } }),
  new UndiciInstrumentation({ headersToSpanAttributes: lengths }),
];

record(instrumentations, async () => {
  const http = require('node:http');
  const { Agent, request } = require('undici');
  const server = http.createServer((incoming, response) => {
    incoming.resume().on('end', () => response.writeHead(200, { 'content-length': '5' }).end('hello'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const dispatcher = new Agent({ connect: { lookup } });
  for (const host of hosts) {
    const headers = { 'content-length': '8' };
    const viaUndici = await request(`http://${host}:${port}/`, {
      dispatcher,
      method: 'POST',
      headers,
      body: 'question',
    });
    await viaUndici.body.text();
    await new Promise((resolve, reject) => {
      const viaHttp = http.request({ host, port, lookup, method: 'POST', headers }, (response) =>
        response.resume().on('end', resolve),
      );
      viaHttp.on('error', reject).end('question');
    });
  }
});
