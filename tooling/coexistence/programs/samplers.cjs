'use strict';

const NOT_RECORD = 0;
const RECORD = 1;
const RECORD_AND_SAMPLED = 2;

/** One that an application wrote itself: by name, with attributes and a trace state of its own, and all three answers. */
class SamplerByName {
  #api;

  constructor(api) {
    this.#api = api;
  }

  shouldSample(_context, traceId, spanName) {
    const digit = Number.parseInt(traceId.slice(-1), 16);
    if (spanName.startsWith('nested') && digit % 4 === 0) {
      return { decision: RECORD, attributes: { 'sampler.note': 'recorded only' } };
    }
    if (digit % 2 === 0) {
      return {
        decision: RECORD_AND_SAMPLED,
        attributes: { 'sampler.digit': digit },
        traceState: this.#api.createTraceState(`custom=${digit}`),
      };
    }
    return { decision: NOT_RECORD };
  }

  toString() {
    return 'SamplerByName';
  }
}

/** One that has a bug, now and then. */
class ThrowingSampler {
  shouldSample(_context, traceId) {
    if (Number.parseInt(traceId.slice(-1), 16) % 3 === 0) {
      throw new RangeError('this sampler has a bug');
    }
    return { decision: RECORD_AND_SAMPLED };
  }

  toString() {
    return 'ThrowingSampler';
  }
}

/**
 * @param {string} name - `always_on`, `always_off`, a ratio, `parent_based` (0.5 of the roots), `custom` or `throws`.
 * @param {object} sdk - Where the SDK's own samplers are.
 * @param {import('@opentelemetry/api')} api
 */
function createSampler(name, sdk, api) {
  switch (name) {
    case 'always_on':
      return new sdk.AlwaysOnSampler();
    case 'always_off':
      return new sdk.AlwaysOffSampler();
    case 'parent_based':
      return new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(0.5) });
    case 'custom':
      return new SamplerByName(api);
    case 'throws':
      return new ThrowingSampler();
    default:
      return new sdk.TraceIdRatioBasedSampler(Number(name));
  }
}

module.exports = { createSampler };
