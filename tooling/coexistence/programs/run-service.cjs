'use strict';

const { writeFileSync } = require('node:fs');
const http = require('node:http');
const { describeReport, isEnabledHere } = require('./run-application.cjs');

/**
 * A service that others call: each request is a span under the caller's, with one of its own inside. It writes its URL
 * to a file, and what came of it to another when it is told to stop.
 *
 * @param {object} host - The module of the host.
 * @param {(name: string) => object} load - Loads a package.
 * @param {object} settings - See `src/settings.ts`.
 */
async function runService(host, load, settings) {
  const { api } = host;
  const sdk = settings.isBotanuOn ? await load('@botanu/sdk') : undefined;
  const running = await host.start(settings);
  const report = isEnabledHere(settings) ? sdk.enable(settings.enable) : undefined;
  const truth = [];

  const server = http.createServer((request, response) => {
    if (request.url === '/stop') {
      response.end();
      void stop();
      return;
    }
    serve(api, request, truth);
    response.end();
  });

  async function stop() {
    await running.forceFlush();
    await sdk?.disable();
    await running.shutdown();
    const result = {
      report: describeReport(report),
      truth,
      spans: running.spans(),
      calls: running.calls(),
      doneAtMs: Date.now(),
    };
    writeFileSync(settings.resultFile, JSON.stringify(result));
    server.close();
    server.closeAllConnections();
  }

  server.listen(0, '127.0.0.1', () => {
    writeFileSync(settings.urlFile, `http://127.0.0.1:${server.address().port}`);
  });
}

function serve(api, { method, url, headers }, truth) {
  const tracer = api.trace.getTracer('service', '1.0.0');
  const note = (span) => {
    const { traceId, spanId, traceFlags } = span.spanContext();
    truth.push({ name: `${method} ${url}`, phase: 'during', traceId, spanId, flags: traceFlags });
    span.end();
  };
  api.context.with(api.propagation.extract(api.context.active(), headers), () => {
    tracer.startActiveSpan(`${method} ${url}`, { kind: 1 }, (span) => {
      tracer.startActiveSpan('query', note);
      note(span);
    });
  });
}

module.exports = { runService };
