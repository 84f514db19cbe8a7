import { toIdentifier } from './identifier';
import { getRuntime } from './runtime';

const ENVIRONMENT_VARIABLES = ['BOTANU_ENVIRONMENT', 'OTEL_DEPLOYMENT_ENVIRONMENT', 'DEPLOYMENT_ENVIRONMENT'];

const DEFAULT_ENVIRONMENT = 'production';

type GlobalWithProcess = { process?: { env?: Record<string, string | undefined> } };

/**
 * Reads the deployment environment: what `enable()` was told, else `BOTANU_ENVIRONMENT`,
 * `OTEL_DEPLOYMENT_ENVIRONMENT`, `DEPLOYMENT_ENVIRONMENT` where there is a process environment, else `production`.
 *
 * @returns Never an empty text.
 */
export function readDeploymentEnvironment(): string {
  const runtime = getRuntime();
  if (runtime.environment !== undefined) {
    return runtime.environment;
  }
  const variables = (globalThis as GlobalWithProcess).process?.env;
  for (const name of ENVIRONMENT_VARIABLES) {
    const value = toIdentifier(variables?.[name]);
    if (value !== undefined) {
      return value;
    }
  }
  return DEFAULT_ENVIRONMENT;
}

let cached: { readonly configured: string | undefined; readonly environment: string } | undefined;

/**
 * {@link readDeploymentEnvironment}, read once: looking into `process.env` costs as much as half a span.
 *
 * @returns The environment as it was at the first call, or as `enable()` has set it since.
 */
export function deploymentEnvironment(): string {
  const configured = getRuntime().environment;
  if (cached === undefined || cached.configured !== configured) {
    cached = { configured, environment: readDeploymentEnvironment() };
  }
  return cached.environment;
}
