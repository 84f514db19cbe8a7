/** The slot in which `@opentelemetry/api` 1.x keeps what was registered; absent where nothing was. */
const API_SLOT = Symbol.for('opentelemetry.js.api.1');

type ApiGlobal = 'trace' | 'context' | 'propagation' | 'diag';

type GlobalWithApi = typeof globalThis & { [API_SLOT]?: Partial<Record<ApiGlobal, unknown>> };

/**
 * Whether somebody has registered an OpenTelemetry global. The API has no question for that: its getters answer
 * with proxies, and its setters log an error where the place is taken.
 *
 * @param name - Which global.
 */
export function isRegistered(name: ApiGlobal): boolean {
  return (globalThis as GlobalWithApi)[API_SLOT]?.[name] !== undefined;
}
