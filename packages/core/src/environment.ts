import { toIdentifier } from './identifier';
import { getRuntime } from './runtime';
import { safely } from './safely';

type GlobalWithProcess = { process?: { env?: Record<string, string | undefined> } };

/** Deno throws where a program may not read the environment. */
function readVariables(): string {
  return safely('read the environment', findEnvironment) ?? 'production';
}

function findEnvironment(): string | undefined {
  const variables = (globalThis as GlobalWithProcess).process?.env ?? {};
  return (
    toIdentifier(variables.BOTANU_ENVIRONMENT) ??
    toIdentifier(variables.OTEL_DEPLOYMENT_ENVIRONMENT) ??
    toIdentifier(variables.DEPLOYMENT_ENVIRONMENT)
  );
}

/**
 * Reads the deployment environment: what `enable()` was told, else `BOTANU_ENVIRONMENT`,
 * `OTEL_DEPLOYMENT_ENVIRONMENT`, `DEPLOYMENT_ENVIRONMENT` where there is a process environment, else `production`.
 *
 * @returns Never an empty text.
 * @example
 * ```ts
 * console.log(readDeploymentEnvironment()); // production
 * ```
 */
export function readDeploymentEnvironment(): string {
  return getRuntime().environment ?? readVariables();
}

let cachedVariables: string | undefined;

/**
 * {@link readDeploymentEnvironment}, read once: looking into `process.env` costs as much as half a span.
 *
 * @returns What `enable()` has set, else the environment as it was at the first call.
 */
export function deploymentEnvironment(): string {
  cachedVariables ??= readVariables();
  return getRuntime().environment ?? cachedVariables;
}
