/** A user's own settings of these must not send the demo's spans, or their key, elsewhere. */
const FOREIGN_PREFIXES = ['BOTANU_', 'OTEL_', 'OPENAI_'];

/**
 * The variables of a service: those of this process, without what would configure its tracing or its model.
 *
 * @param inherited - Those of this process.
 * @param own - Those of the service.
 * @returns Both.
 */
export function servicesEnvironment(
  inherited: NodeJS.ProcessEnv,
  own: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(
    ([name]) => !FOREIGN_PREFIXES.some((prefix) => name.toUpperCase().startsWith(prefix)),
  );
  return { ...Object.fromEntries(kept), ...own };
}
