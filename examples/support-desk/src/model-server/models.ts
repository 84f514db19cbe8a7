/** The models that the server has, and the dated version that answers for each. */
const VERSIONS: Readonly<Record<string, string>> = {
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'gpt-4.1': 'gpt-4.1-2025-04-14',
};

/**
 * The version that answers when a model is asked for.
 *
 * @param model - The name in the request: an alias or a dated version.
 * @returns `undefined` for a model that does not exist.
 */
export function versionOf(model: string): string | undefined {
  return Object.hasOwn(VERSIONS, model)
    ? VERSIONS[model]
    : Object.values(VERSIONS).find((version) => version === model);
}
