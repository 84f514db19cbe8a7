'use strict';

const { callOtherService } = require('./call-other-service.cjs');
const { decideByRatio } = require('./decide-by-ratio.cjs');
const { runApplication } = require('./run-application.cjs');
const { runService } = require('./run-service.cjs');

/** What a process can be: see `program` in `src/settings.ts`. */
const programs = {
  application: runApplication,
  service: runService,
  ratio: decideByRatio,
  caller: callOtherService,
};

module.exports = { programs };
