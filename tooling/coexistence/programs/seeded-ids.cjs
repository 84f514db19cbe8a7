'use strict';

/**
 * A small generator of numbers that are the same in every run: mulberry32.
 *
 * @param {number} seed
 * @returns {() => number} Numbers from 0 to below 1.
 */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Trace and span ids come from two sequences, so that a trace begun more does not move every span id. */
class SeededIdGenerator {
  #traceRandom;
  #spanRandom;

  /** @param {number} seed */
  constructor(seed) {
    this.#traceRandom = createRandom(seed);
    this.#spanRandom = createRandom(seed + 1);
  }

  generateTraceId = () => hexadecimal(this.#traceRandom, 4);

  generateSpanId = () => hexadecimal(this.#spanRandom, 2);
}

function hexadecimal(random, words) {
  return Array.from({ length: words }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
}

module.exports = { createRandom, SeededIdGenerator };
