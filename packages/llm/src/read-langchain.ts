import { asFields, type Fields, firstOf, listOf, numberOf, textOf, textsOf } from './fields';
import { readPromptUsage } from './read-openai';
import type { ResponseFacts } from './response';
import { sumUsage, toUsage, type Usage } from './usage';

/**
 * Messages of LangChain, alone or in an `LLMResult`.
 * Source: https://v03.api.js.langchain.com/types/_langchain_core.messages.UsageMetadata.html
 */
export function readLangChain(response: Fields): ResponseFacts | undefined {
  if (Array.isArray(response.generations)) {
    return readLlmResult(response.generations, asFields(response.llmOutput));
  }
  const reported = asFields(response.usage_metadata);
  const metadata = asFields(response.response_metadata);
  if (reported === undefined && metadata === undefined) {
    return undefined;
  }
  return {
    id: textOf(metadata?.id) ?? textOf(response.id),
    model: textOf(firstOf(metadata, 'model_name', 'model')),
    finishReasons: textsOf(metadata === undefined ? [] : [metadata], 'finish_reason', 'stop_reason'),
    usage:
      reported === undefined
        ? readPromptUsage(asFields(firstOf(metadata, 'tokenUsage', 'usage')))
        : readLangChainUsage(reported),
  };
}

/** One list of generations per prompt, with one generation per choice: each of a prompt's choices repeats its usage. */
function readLlmResult(
  generations: readonly unknown[],
  llmOutput: Fields | undefined,
): ResponseFacts | undefined {
  const answers: ResponseFacts[] = [];
  for (const choices of generations) {
    const message = asFields(listOf(choices)[0]?.message);
    const answer = message === undefined ? undefined : readLangChain(message);
    if (answer !== undefined) {
      answers.push(answer);
    }
  }
  const usage =
    sumUsage(answers.map((answer) => answer.usage)) ?? readPromptUsage(asFields(llmOutput?.tokenUsage));
  return answers.length === 0 && usage === undefined ? undefined : { ...answers[0], usage };
}

/**
 * `input_tokens` is the sum of all kinds of input, `output_tokens` of all kinds of output. Older integrations of
 * Anthropic leave the cache out: where it is more than all input, it is not a part of it.
 */
function readLangChainUsage(reported: Fields): Usage {
  const input = asFields(reported.input_token_details);
  const output = asFields(reported.output_token_details);
  const cached = (numberOf(input?.cache_read) ?? 0) + (numberOf(input?.cache_creation) ?? 0);
  const excludesCache = cached > (numberOf(reported.input_tokens) ?? 0);
  return toUsage({
    [excludesCache ? 'uncachedInput' : 'totalInput']: reported.input_tokens,
    cacheRead: input?.cache_read,
    cacheWrite: input?.cache_creation,
    cacheWrite5m: input?.ephemeral_5m_input_tokens,
    cacheWrite1h: input?.ephemeral_1h_input_tokens,
    audioInput: input?.audio,
    imageInput: input?.image,
    totalOutput: reported.output_tokens,
    reasoning: output?.reasoning,
    audioOutput: output?.audio,
    imageOutput: output?.image,
  });
}
