/**
 * Ports are others in each run: that of the service which is called, and those of the connections to it.
 *
 * @param value - What was observed, as JSON has it.
 * @param port - The port of the service.
 */
export function withoutPorts<T>(value: T, port: string): T {
  return replace(value, port) as T;
}

function replace(value: unknown, port: string): unknown {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([key]) => !key.endsWith('local.port'))
      .map(([key, item]) => [key, replace(item, port)] as const);
    return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
  }
  if (String(value) === port) {
    return 'PORT';
  }
  return typeof value === 'string' ? value.replaceAll(`:${port}`, ':PORT') : value;
}
