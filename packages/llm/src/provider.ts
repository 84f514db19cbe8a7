/** Other names of providers: lower-case, with `_` in place of `-`. */
const CANONICAL_NAMES: ReadonlyMap<string, string> = new Map([
  ['azure_openai', 'azure.openai'],
  ['azureopenai', 'azure.openai'],
  ['claude', 'anthropic'],
  ['bedrock', 'aws.bedrock'],
  ['aws_bedrock', 'aws.bedrock'],
  ['amazon_bedrock', 'aws.bedrock'],
  ['vertex', 'gcp.vertex_ai'],
  ['vertexai', 'gcp.vertex_ai'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['gcp_vertex', 'gcp.vertex_ai'],
  ['gemini', 'gcp.vertex_ai'],
  ['google', 'gcp.vertex_ai'],
  ['mistralai', 'mistral'],
  ['togetherai', 'together'],
  ['hf', 'huggingface'],
]);

/** Names as applications write them: a handful per process. */
const normalised = new Map<string, string>();

/** Names may come from outside: what is remembered is bounded. */
const MAX_REMEMBERED = 100;

/**
 * The one name of a provider.
 *
 * @param provider - As the application wrote it, in any case. @example `Azure_OpenAI`
 * @returns The normalised name; an unknown one in lower case. @example `azure.openai`
 * @example
 * ```ts
 * console.log(normalizeProvider('Azure_OpenAI')); // azure.openai
 * ```
 */
export function normalizeProvider(provider: string): string {
  const known = normalised.get(provider);
  if (known !== undefined) {
    return known;
  }
  const lowerCase = provider.trim().toLowerCase();
  const name = CANONICAL_NAMES.get(lowerCase.replaceAll('-', '_')) ?? lowerCase;
  if (normalised.size < MAX_REMEMBERED) {
    normalised.set(provider, name);
  }
  return name;
}
