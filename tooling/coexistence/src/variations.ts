import type { Host } from './hosts';
import { OPENTELEMETRY_HOSTS, SAMPLERS } from './hosts';
import type { Variation } from './installed-host';

/** One way in which both programs are run. */
export interface NamedVariation {
  readonly name: string;
  readonly variation: Variation;
}

/** How the sampling of the host is called where its own default, or its documentation's, is used. */
const DEFAULT_NAME = 'as documented';

/**
 * A collector of ours that takes every request and never answers, in a program that leaves botanu on. Whether that
 * delays the end of the process is for `endings.test.ts`.
 */
const HUNG_COLLECTOR: Variation = {
  sampler: '0.5',
  isCollectorHung: true,
  isDisabled: false,
  ending: 'process.exit()',
};

/**
 * All the ways in which a host is run.
 *
 * @param host - The host.
 */
export function variationsOf(host: Host): readonly NamedVariation[] {
  return [
    ...samplingOf(host),
    { name: 'a hung collector', variation: HUNG_COLLECTOR },
    ...(host.comesFirst === 'always' ? [] : ordersOf(host)),
  ];
}

function samplingOf(host: Host): readonly NamedVariation[] {
  if (!OPENTELEMETRY_HOSTS.includes(host)) {
    return [{ name: DEFAULT_NAME, variation: { sampler: '0.5' } }];
  }
  return [
    ...SAMPLERS.map((sampler) => ({ name: sampler, variation: { sampler } })),
    { name: 'exportScope: runs', variation: { sampler: '0.1', enable: { exportScope: 'runs' } } },
    { name: 'enrichExisting: false', variation: { sampler: '0.5', enable: { enrichExisting: false } } },
  ];
}

/** botanu first: by a first event at import time, and by `--import`. */
function ordersOf({ mode }: Host): readonly NamedVariation[] {
  // The host's shutdown is ours where we have joined it.
  const isDisabled = mode !== 'attach';
  return (['event first', 'register first'] as const).map((order) => ({
    name: order,
    variation: { sampler: '0.5', order, isDisabled },
  }));
}
