'use strict';

const http = require('node:http');
const https = require('node:https');

const API_SLOT = Symbol.for('opentelemetry.js.api.1');

/**
 * Everything that joining a provider may have touched, by its own name: compared by identity.
 *
 * @param {unknown} provider - The existing tracer provider, of whatever make.
 * @returns {Map<string, unknown>}
 */
function restorePoints(provider) {
  const points = new Map();
  addGlobals(points);
  if (provider !== undefined) {
    addObject(points, 'provider', provider);
    addProcessors(points, provider);
    addTracers(points, provider);
    for (const options of ['_config', '_tracerOptions']) {
      if (provider[options] !== undefined) {
        addObject(points, `provider.${options}`, provider[options]);
      }
    }
  }
  return points;
}

/**
 * @param {Map<string, unknown>} before
 * @param {Map<string, unknown>} after
 * @returns {string[]} What is not as it was.
 */
function changedPoints(before, after) {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => before.has(name) !== after.has(name) || !Object.is(before.get(name), after.get(name)))
    .sort();
}

function addGlobals(points) {
  const slot = globalThis[API_SLOT] ?? {};
  for (const name of ['trace', 'context', 'propagation', 'diag']) {
    points.set(`api.${name}`, slot[name]);
  }
  points.set('api.trace.getDelegate()', slot.trace?.getDelegate?.());
  points.set('fetch', globalThis.fetch);
  for (const [name, module] of Object.entries({ http, https })) {
    points.set(`${name}.request`, module.request);
    points.set(`${name}.get`, module.get);
  }
}

function addProcessors(points, provider) {
  for (const name of ['activeSpanProcessor', '_activeSpanProcessor']) {
    const active = provider[name];
    if (active !== undefined) {
      addObject(points, name, active);
      addList(points, `${name}._spanProcessors`, active._spanProcessors);
    }
  }
  addList(points, '_registeredSpanProcessors', provider._registeredSpanProcessors);
}

function addList(points, name, list) {
  for (const [index, processor] of (Array.isArray(list) ? list : []).entries()) {
    points.set(`${name}[${index}]`, processor);
    addMethods(points, `${name}[${index}]`, processor);
  }
}

/** Tracers come and go with what the application does: a new one has to have the provider's sampler, too. */
function addTracers(points, provider) {
  const { sampler } = provider._tracerOptions ?? provider._config ?? {};
  for (const [key, tracer] of provider._tracers ?? []) {
    points.set(`tracer ${key}`, tracer);
    addObject(points, `tracer ${key}`, tracer);
    points.set(
      `tracer ${key} has ${tracer._sampler === sampler ? 'the' : 'not the'} provider's sampler`,
      true,
    );
  }
}

/** The properties of one object that refer to something, and its methods. */
function addObject(points, name, target) {
  for (const key of Reflect.ownKeys(target)) {
    const { value } = Object.getOwnPropertyDescriptor(target, key);
    if (value === null || ['object', 'undefined'].includes(typeof value)) {
      points.set(`${name}.${String(key)}`, value);
    }
  }
  addMethods(points, name, target);
}

/** What a processor holds of its own changes all the time; what it does must not. */
function addMethods(points, name, target) {
  for (const key of Reflect.ownKeys(target)) {
    const { value } = Object.getOwnPropertyDescriptor(target, key);
    if (typeof value === 'function') {
      points.set(`${name}.${String(key)}`, value);
    }
  }
  let prototype = Object.getPrototypeOf(target);
  while (prototype !== null && prototype !== Object.prototype) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function') {
        points.set(`${name}.prototype ${prototype.constructor?.name}.${key}`, value);
      }
    }
    prototype = Object.getPrototypeOf(prototype);
  }
}

module.exports = { restorePoints, changedPoints };
