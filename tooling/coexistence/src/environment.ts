import type { Host } from './hosts';
import type { Settings } from './settings';
import type { Surroundings } from './surroundings';

/**
 * The variables that a program reads.
 *
 * @param host - The host.
 * @param settings - How the program is set up.
 * @param surroundings - Where it sends to.
 */
export function environmentOf(
  host: Host,
  settings: Settings,
  { receiver, agent }: Surroundings,
): Readonly<Record<string, string>> {
  return {
    SETTINGS: JSON.stringify(settings),
    SEED: String(settings.seed),
    SEEDED_PACKAGES: host.seededPackages ?? '',
    OTEL_LOGS_EXPORTER: 'none',
    ...(settings.order === 'host first' ? {} : { BOTANU_COLLECTOR_ENDPOINT: receiver.url }),
    ...(agent === undefined ? {} : datadogEnvironment(agent.url)),
    ...host.environment,
  };
}

/** Nothing but spans, nowhere but to our agent, and ids without the time in them. */
function datadogEnvironment(agentUrl: string): Readonly<Record<string, string>> {
  return {
    DD_TRACE_AGENT_URL: agentUrl,
    DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED: 'false',
    DD_TRACE_STARTUP_LOGS: 'false',
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    DD_CRASHTRACKING_ENABLED: 'false',
    DD_RUNTIME_METRICS_ENABLED: 'false',
    DD_SERVICE: 'application',
  };
}
