/** Fields that differ from run to run: the time that the AWS SDK has waited. */
const VOLATILE_FIELDS = new Set(['totalRetryDelay']);

/**
 * A value as JSON, so that what two programs saw can be compared: class names beside the data, functions by name.
 *
 * @param value - Any value.
 */
function look(value: unknown): unknown {
  return lookAt(value, new Set());
}

function lookAt(value: unknown, above: ReadonlySet<unknown>): unknown {
  if (typeof value === 'function') {
    return '<function>';
  }
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? '<undefined>' : value;
  }
  if (above.has(value)) {
    return '<above>';
  }
  const inside = new Set(above).add(value);
  if (Array.isArray(value)) {
    return value.map((element) => lookAt(element, inside));
  }
  if (value instanceof Error) {
    return lookAtError(value, inside);
  }
  const className = (Object.getPrototypeOf(value) as object | null)?.constructor?.name;
  const fields = Object.entries(value)
    .filter(([key]) => !VOLATILE_FIELDS.has(key))
    .map(([key, field]) => [key, lookAt(field, inside)]);
  return { ...(className === 'Object' ? {} : { '<class>': className }), ...Object.fromEntries(fields) };
}

function lookAtError(error: Error, inside: ReadonlySet<unknown>): unknown {
  const { name, message, status, code, cause } = error as Error & Record<string, unknown>;
  const className = error.constructor.name;
  return { '<class>': className, name, message, status, code, cause: lookAt(cause, inside) };
}

/**
 * What a program saw: its value, or what it threw.
 *
 * @param run - The program.
 */
export async function lookAtOutcome(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { value: look(await run()) };
  } catch (error) {
    return { thrown: look(error) };
  }
}
