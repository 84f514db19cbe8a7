/** Who reports the usage of a call. */
export const EMITTERS = {
  openai: ['OpenTelemetry', 'OpenInference', 'instrumentOpenAI', 'trackLlmCall'],
  anthropic: ['Anthropic', 'instrumentAnthropic', 'trackLlmCall'],
  'ai-sdk': ['AI SDK', 'registerAiSdk', 'trackLlmCall'],
} as const;

/** A client whose calls are reported. */
export type ElectionClient = keyof typeof EMITTERS;

/** Each of a client's emitters alone, and every two of them. */
export function pairsOf(client: ElectionClient): string[][] {
  const emitters: readonly string[] = EMITTERS[client];
  const pairs = emitters.flatMap((first, index) => emitters.slice(index + 1).map((second) => [first, second]));
  return [...emitters.map((emitter) => [emitter]), ...pairs];
}
