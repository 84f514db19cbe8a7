'use strict';

/**
 * Loaded before everything else (`--require`): a tracer without an option for its ids gets the same random numbers in
 * every run. Only the tracer's own calls are seeded, told by the nearest package in the stack. Whatever the program
 * does next begins a sequence of its own: what timers and botanu make the tracer draw in between moves nothing.
 */
const crypto = require('node:crypto');
const { createRandom } = require('./seeded-ids.cjs');

const SEEDED_PACKAGES = new RegExp(`node_modules/(?:${process.env.SEEDED_PACKAGES})/`);
const STEP = 7919;

let operationCount = 0;
let sequence = createRandom(Number(process.env.SEED));

globalThis[Symbol.for('coexistence.beginOperation')] = () => {
  operationCount += 1;
  sequence = createRandom(Number(process.env.SEED) + operationCount * STEP);
};

function isCalledByTracer() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 20;
  const frames = (new Error('who asks').stack ?? '').split('\n');
  Error.stackTraceLimit = stackTraceLimit;
  const nearest = frames.find((frame) => frame.includes('node_modules/')) ?? '';
  return SEEDED_PACKAGES.test(nearest.slice(nearest.lastIndexOf('node_modules/')));
}

function fill(random, array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Math.floor(random() * 256);
  }
  return array;
}

function uuid(random) {
  const hex = Buffer.from(fill(random, new Uint8Array(16))).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function seed(target, name, replacement) {
  const original = target[name];
  target[name] = function seeded(...parameters) {
    return isCalledByTracer() ? replacement(sequence, ...parameters) : original.apply(this, parameters);
  };
}

seed(Math, 'random', (random) => random());
seed(crypto, 'randomFillSync', fill);
seed(crypto, 'randomUUID', uuid);
seed(crypto, 'randomBytes', (random, size) => Buffer.from(fill(random, new Uint8Array(size))));
seed(Object.getPrototypeOf(globalThis.crypto), 'getRandomValues', fill);
seed(Object.getPrototypeOf(globalThis.crypto), 'randomUUID', uuid);
