'use strict';

const { RecordingExporter, RecordingProcessor } = require('./recording.cjs');
const { createSampler } = require('./samplers.cjs');
const { SeededIdGenerator } = require('./seeded-ids.cjs');

/**
 * What every OpenTelemetry SDK is given: a processor that keeps its calls, and a batch processor with an exporter.
 *
 * @param {import('@opentelemetry/api')} api
 * @param {object} sdk - Where the SDK's classes are.
 * @param {object} settings - See `src/settings.ts`.
 * @param {object} [processors] - `@botanu/processors`, where botanu is set up by hand.
 * @param {Function} [batchProcessor] - How this line of the SDK makes a batch processor.
 */
function openTelemetryParts(api, sdk, settings, processors, batchProcessor = batchProcessorOf(sdk)) {
  const exporter = new RecordingExporter();
  const recorder = new RecordingProcessor(api);
  const laterRecorder = new RecordingProcessor(api);
  const costExporter = new RecordingExporter();
  const own = [recorder, batchProcessor(exporter)];
  return {
    exporter,
    laterRecorder,
    configuration: {
      idGenerator: new SeededIdGenerator(settings.seed),
      sampler: createSampler(processors === undefined ? settings.sampler : 'always_on', sdk, api),
      spanProcessors:
        processors === undefined
          ? own
          : byHand(processors, batchProcessor(costExporter), own, Number(settings.sampler)),
    },
    running: (provider) => ({
      provider,
      spans: () => exporter.spans,
      byHand: () => costExporter.spans,
      calls: () => [...recorder.calls, 'later:', ...laterRecorder.calls],
      forceFlush: () => provider.forceFlush(),
      shutdown: () => provider.shutdown(),
    }),
  };
}

/** As the documentation has it: everything to one exporter, and to the others what a sampler would have left them. */
function byHand({ RunContextEnricher, SampledSpanProcessor }, costProcessor, own, ratio) {
  return [
    new RunContextEnricher(),
    costProcessor,
    ...own.map((processor) => new SampledSpanProcessor(processor, ratio)),
  ];
}

/** Room for everything: nothing may be lost that is to be compared. */
const BATCH_OPTIONS = { maxQueueSize: 100_000 };

function batchProcessorOf(sdk) {
  return (exporter) => new sdk.BatchSpanProcessor(exporter, BATCH_OPTIONS);
}

module.exports = { BATCH_OPTIONS, openTelemetryParts };
