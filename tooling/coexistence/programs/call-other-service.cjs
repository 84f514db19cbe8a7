'use strict';

const { writeFileSync } = require('node:fs');
const http = require('node:http');

/**
 * One event that calls another service by both clients of Node, beside the tracer of a host: what carries its run?
 *
 * @param {object} host - The module of the host.
 * @param {(name: string) => object} load - Loads a package.
 * @param {object} settings - See `src/settings.ts`.
 */
async function callOtherService(host, load, settings) {
  const { enable, event, disable, injectRunContext } = await load('@botanu/sdk');
  const running = await host.start(settings);
  const instrumentations = await Promise.all(settings.instrumentations.map((name) => create(load, name)));
  const { warnings } = enable({ ...settings.enable, instrumentations });
  const ticket = { eventId: 'ticket-1', customerId: 'customer-1', workflow: 'Calling' };
  const result = await event(ticket, async ({ runId }) => {
    await get(`${settings.otherServiceUrl}/http`);
    await (await fetch(`${settings.otherServiceUrl}/fetch`)).text();
    return { runId, carrier: injectRunContext({}) };
  });
  await disable();
  await running.shutdown();
  const text = warnings.map(({ message }) => message).join('\n');
  writeFileSync(settings.resultFile, JSON.stringify({ ...result, warnings: text }));
}

async function create(load, name) {
  const exported = await load(name);
  const [Instrumentation] = Object.entries(exported)
    .filter(([key]) => key.endsWith('Instrumentation'))
    .map(([, value]) => value);
  return new Instrumentation();
}

function get(url) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false }, (response) => response.resume().once('end', resolve));
    request.once('error', reject);
  });
}

module.exports = { callOtherService };
