'use strict';

/** An application in CommonJS: the host of its folder, with or without botanu. */
const settings = JSON.parse(process.env.SETTINGS);
if (settings.isBotanuOn && settings.order === 'event first') {
  const { event } = require('@botanu/sdk');
  event({ eventId: 'first', customerId: 'customer-1', workflow: 'At import' }, () => undefined);
}

// A tracer has to be loaded before what it is to patch, which the program loads.
const host = require(settings.hostFile);
const { programs } = require('./programs.cjs');

void programs[settings.program](host, (name) => require(name), settings);
