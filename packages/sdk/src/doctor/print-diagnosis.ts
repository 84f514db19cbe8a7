import type { Diagnosis } from './diagnosis';

/**
 * What the doctor says, for people.
 *
 * @param diagnosis - What was found.
 */
export function printDiagnosis(diagnosis: Diagnosis): string {
  const sections: [string, readonly string[]][] = [
    ['Configuration', configurationLines(diagnosis)],
    ['Process', processLines(diagnosis)],
    ['Instrumentations', instrumentationLines(diagnosis)],
    ['Run context to other hosts', propagationLines(diagnosis)],
    ['Delivery', deliveryLines(diagnosis)],
    ['Worth knowing', diagnosis.notes],
    [diagnosis.isHealthy ? 'All is well' : 'Wrong', diagnosis.problems],
  ];
  return sections
    .filter(([title, lines]) => lines.length > 0 || title === 'All is well')
    .map(([title, lines]) => `${[title, ...lines.map((line) => `  ${line}`)].join('\n')}\n`)
    .join('\n');
}

function configurationLines({ configuration = [] }: Diagnosis): string[] {
  const rows = configuration.map(({ name, value, source }) => [name, show(value), source] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value, source]) => `${name.padEnd(width)}  ${value}  (${source})`);
}

function show(value: unknown): string {
  if (value === undefined) {
    return '-';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function processLines(diagnosis: Diagnosis): string[] {
  const {
    report,
    provider,
    propagators = [],
    contextManager,
    apiCopies = [],
    apiVersion,
    program,
  } = diagnosis;
  if (program === undefined) {
    return [];
  }
  return [
    `program          ${program}`,
    `mode             ${report?.mode ?? 'not enabled'}`,
    `provider         ${provider ?? 'none'}`,
    `sampler          ${report?.sampler ?? 'none'}`,
    `propagators      ${propagators.join(', ') || 'none'}`,
    `context manager  ${contextManager ?? 'none'}`,
    `API registered   ${apiVersion ?? 'none'}`,
    ...apiCopies.map(
      ({ version, folder, isLoaded }) =>
        `API copy         ${version} ${isLoaded ? 'loaded' : 'not loaded'}: ${folder}`,
    ),
  ];
}

/** What the application does not use at all is one line: most of the table. */
function instrumentationLines({ report }: Diagnosis): string[] {
  const skipped = report?.skippedInstrumentations ?? [];
  const unused = new Set(skipped.filter(isUnused).map(({ name }) => name));
  return [
    ...(report?.instrumentations ?? []).map((name) => `on       ${name}`),
    ...skipped
      .filter((one) => !isUnused(one))
      .map(({ name, packageName, reason }) => `skipped  ${name}: ${reason} (${packageName})`),
    ...(unused.size === 0 ? [] : [`skipped  library-not-installed: ${[...unused].join(', ')}`]),
  ];
}

function isUnused({ reason }: { readonly reason: string }): boolean {
  return reason === 'library-not-installed';
}

function propagationLines({ propagation = {} }: Diagnosis): string[] {
  return Object.entries(propagation).map(
    ([host, { sent, heldBack }]) => `${host}  sent ${sent}, held back ${heldBack}`,
  );
}

function deliveryLines({ reachability, testSpan, delivery }: Diagnosis): string[] {
  const { endpoint, isReachable, errorCode } = reachability;
  if (endpoint === undefined || delivery === undefined) {
    return [];
  }
  const dropped = Object.entries(delivery.dropped).map(([reason, count]) => `${count} ${reason}`);
  return [
    `endpoint   ${endpoint}${isReachable === undefined ? '' : isReachable ? ', reachable' : `, not reachable (${errorCode})`}`,
    ...(isReachable === undefined ? [] : [`test span  ${testSpan}`]),
    `spans      ${delivery.created} made, ${delivery.delivered} delivered, dropped: ${dropped.join(', ') || 'none'}`,
  ];
}
