'use strict';

const { writeFileSync } = require('node:fs');
const http = require('node:http');
const { botanuEvents, noEvents, plainEvents } = require('./events.cjs');
const { changedPoints, restorePoints } = require('./restore-points.cjs');
const { Scenario } = require('./scenario.cjs');

/**
 * Runs the application in one host, with or without botanu, and writes what came of it to a file.
 *
 * @param {object} host - The module of the host: its copy of the API, and how it is started.
 * @param {(name: string) => object} load - Loads a package, as this application loads packages.
 * @param {object} settings - See `src/settings.ts`.
 */
async function runApplication(host, load, settings) {
  const { api } = host;
  const sdk = settings.isBotanuOn ? await load('@botanu/sdk') : undefined;
  const earlyTracer = api.trace.getTracer('early');
  const running = await host.start(
    settings,
    settings.isByHand ? await load('@botanu/processors') : undefined,
  );
  const events = eventsOf(api, sdk, settings);
  const { native, around = (work) => work() } = running;
  const scenario = new Scenario({ api, events, call: callOf(settings), earlyTracer, native });
  const open = scenario.before();
  const before = restorePoints(running.provider);
  const report = isEnabledHere(settings) ? sdk.enable(settings.enable) : undefined;
  scenario.phase = 'during';
  for (let index = 0; index < settings.rounds; index += 1) {
    scenario.beginRound();
    await around(() => scenario.round(index));
    if (index === 1) {
      running.addLater?.();
      open?.end();
    }
  }
  const isProviderTheirs = api.trace.getTracerProvider().getDelegate?.() === running.provider;
  const flush = await timed(() => running.forceFlush());
  const changed = settings.isDisabled ? await disable(sdk, settings, scenario, running, before) : [];
  const shutdown = await timed(() => running.shutdown());
  const result = {
    report: describeReport(report),
    truth: scenario.truth,
    spans: running.spans(),
    calls: running.calls?.() ?? [],
    byHand: running.byHand?.() ?? [],
    isProviderTheirs,
    changed,
    flush,
    shutdown,
    doneAtMs: Date.now(),
  };
  writeFileSync(settings.resultFile, JSON.stringify(result));
  if (settings.ending === 'process.exit()') {
    process.exit();
  }
}

function eventsOf(api, sdk, { isBotanuOn, withoutBotanu, coreVersion }) {
  if (isBotanuOn) {
    return botanuEvents(sdk);
  }
  return withoutBotanu === 'nothing' ? noEvents() : plainEvents(api, coreVersion);
}

/** Where botanu comes first, it is on by now. */
function isEnabledHere({ isBotanuOn, isByHand, order }) {
  return isBotanuOn && !isByHand && order === 'host first';
}

async function disable(sdk, { isBotanuOn }, scenario, running, before) {
  scenario.phase = 'across disable';
  const held = scenario.openRun();
  if (isBotanuOn) {
    await sdk.disable();
  }
  held.release();
  await held.done;
  const changed = changedPoints(before, restorePoints(running.provider));
  scenario.phase = 'after';
  scenario.after();
  return changed;
}

/** The other service: it keeps the headers of every request, by path. */
function callOf({ otherServiceUrl }) {
  const agent = new http.Agent({ keepAlive: false });
  return (path, headers) =>
    new Promise((resolve, reject) => {
      const request = http.request(otherServiceUrl + path, { headers, agent }, (response) => {
        response.resume().once('end', resolve);
      });
      request.once('error', reject).end();
    });
}

async function timed(work) {
  const startedAtMs = performance.now();
  try {
    await work();
    return { outcome: 'fulfilled', durationMs: performance.now() - startedAtMs };
  } catch (error) {
    return { outcome: `rejected: ${error}`, durationMs: performance.now() - startedAtMs };
  }
}

function describeReport(report) {
  if (report === undefined || report === null) {
    return null;
  }
  const json = JSON.stringify(report, (_key, value) => (typeof value === 'function' ? undefined : value));
  return json === undefined ? null : JSON.parse(json);
}

module.exports = { describeReport, isEnabledHere, runApplication };
