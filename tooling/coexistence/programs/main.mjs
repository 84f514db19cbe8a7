/** An application of ES modules: the host of its folder, with or without botanu. */
import { pathToFileURL } from 'node:url';

const settings = JSON.parse(process.env.SETTINGS);
if (settings.isBotanuOn && settings.order === 'event first') {
  const { event } = await import('@botanu/sdk');
  event({ eventId: 'first', customerId: 'customer-1', workflow: 'At import' }, () => undefined);
}

// A tracer has to be loaded before what it is to patch, which the program loads.
const host = await import(pathToFileURL(settings.hostFile).href);
const { programs } = await import('./programs.cjs');

await programs[settings.program](host, (name) => import(name), settings);
