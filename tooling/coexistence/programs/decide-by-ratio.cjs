'use strict';

const { readFileSync, writeFileSync } = require('node:fs');

/**
 * Decides about trace ids, once by this SDK's own sampler, and once by our processor.
 *
 * @param {object} host - Its SDK has the sampler.
 * @param {(name: string) => object} load - Loads a package.
 * @param {object} settings - `casesFile` holds an array of `{ ratio, traceId }`.
 */
async function decideByRatio({ sdk, api }, load, { casesFile, resultFile }) {
  const { SampledSpanProcessor } = await load('@botanu/processors');
  const decisions = JSON.parse(readFileSync(casesFile, 'utf8')).map(({ ratio, traceId }) => {
    let isKept = false;
    const wrapped = { onStart: () => {}, onEnd: () => (isKept = true) };
    new SampledSpanProcessor(wrapped, ratio).onEnd({ spanContext: () => ({ traceId }) });
    const sampler = new sdk.TraceIdRatioBasedSampler(ratio);
    const { decision } = sampler.shouldSample(api.ROOT_CONTEXT, traceId, 'name', 0, {}, []);
    return { sdk: decision === sdk.SamplingDecision.RECORD_AND_SAMPLED, ours: isKept };
  });
  writeFileSync(resultFile, JSON.stringify(decisions));
}

module.exports = { decideByRatio };
