import { asFields, type Fields } from './fields';
import { isAiSdkStream, readAiSdk } from './read-ai-sdk';
import { readAnthropicMessage } from './read-anthropic';
import { invokedBodyOf, readConverse, readInvokedModel, requestIdOf } from './read-bedrock';
import { readGoogle } from './read-google';
import { readLangChain } from './read-langchain';
import { readOpenAiChat, readOpenAiResponse } from './read-openai';
import { readCohere, readOllama } from './read-others';
import type { Usage } from './usage';

/** What a response says of itself. */
export interface ResponseFacts {
  readonly id?: string | undefined;
  /** The provider's id of the request, where that is not the response's. */
  readonly requestId?: string | undefined;
  /** The model that answered. */
  readonly model?: string | undefined;
  /** Why it stopped, one reason per choice. */
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: Usage | undefined;
  /** Seconds of audio, where those are what is billed. */
  readonly audioSeconds?: number | undefined;
  /** Searches of a reranking, where those are what is billed. */
  readonly searchUnits?: number | undefined;
  /** Whether the provider is known to have left out, or not to know yet, a part of the usage. */
  readonly isIncomplete?: boolean | undefined;
}

/** Reads one shape of response; undefined where it is another. */
type ResponseReader = (response: Fields) => ResponseFacts | undefined;

/** Every shape that is known. The order matters: the first that knows the shape reads it. */
const RESPONSE_READERS: readonly ResponseReader[] = [
  readOpenAiChat,
  readLangChain,
  readGoogle,
  readConverse,
  readAnthropicMessage,
  readCohere,
  readOpenAiResponse,
  readInvokedModel,
  readOllama,
  readAiSdk,
];

/**
 * Reads what a provider's client returned. The shape decides, not the class: clients are bundled, copied and proxied.
 *
 * @param response - Anything.
 * @returns Undefined where the shape is not known.
 * @throws What a getter of the response throws.
 */
export function readResponse(response: unknown): ResponseFacts | undefined {
  const fields = asFields(response);
  if (fields === undefined || isAiSdkStream(fields)) {
    return undefined;
  }
  const body = invokedBodyOf(fields);
  if (body !== undefined) {
    const requestId = requestIdOf(fields);
    return { id: requestId, requestId, ...definedOnly(readResponse(body)) };
  }
  for (const read of RESPONSE_READERS) {
    const facts = read(fields);
    if (facts !== undefined) {
      return facts;
    }
  }
  return undefined;
}

function definedOnly(facts: ResponseFacts | undefined): ResponseFacts {
  return Object.fromEntries(Object.entries(facts ?? {}).filter(([, value]) => value !== undefined));
}
