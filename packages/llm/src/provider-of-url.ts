import { textOf } from './fields';

/** Who answers at an address: clients of OpenAI and Anthropic are used for others, too. */
const PROVIDER_OF_HOST: readonly (readonly [RegExp, string])[] = [
  [/\.azure\.com$|\.azure-api\.net$/, 'azure.openai'],
  [/\.amazonaws\.com$/, 'aws.bedrock'],
  [/\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)together\.(xyz|ai)$/, 'together'],
  [/(^|\.)fireworks\.ai$/, 'fireworks'],
  [/(^|\.)perplexity\.ai$/, 'perplexity'],
  [/(^|\.)mistral\.ai$/, 'mistral'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)openrouter\.ai$/, 'openrouter'],
  [/(^|\.)x\.ai$/, 'xai'],
];

/**
 * Who answers at the address of a client.
 *
 * @param baseUrl - The address.
 * @param otherwise - Whom the client is made for.
 * @returns The normalised provider.
 */
export function providerOfUrl(baseUrl: unknown, otherwise: string): string {
  const text = textOf(baseUrl);
  if (text === undefined || !URL.canParse(text)) {
    return otherwise;
  }
  const { hostname } = new URL(text);
  return PROVIDER_OF_HOST.find(([pattern]) => pattern.test(hostname))?.[1] ?? otherwise;
}
