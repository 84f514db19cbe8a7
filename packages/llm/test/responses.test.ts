import { readResponse } from '../src/response';
import { totalInputTokens, totalOutputTokens, type Usage } from '../src/usage';

const NOTHING: Usage = {
  uncachedInputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  audioInputTokens: 0,
  imageInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  audioOutputTokens: 0,
  imageOutputTokens: 0,
};

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const awsMetadata = { httpStatusCode: 200, requestId: 'aws-1', attempts: 1, totalRetryDelay: 0 };

interface Case {
  readonly name: string;
  /** The published reference that the payload follows. */
  readonly source: string;
  readonly response: unknown;
  readonly id?: string;
  readonly requestId?: string;
  readonly model?: string;
  readonly finishReasons?: readonly string[];
  readonly usage?: Partial<Usage>;
  readonly audioSeconds?: number;
  readonly searchUnits?: number;
  readonly isIncomplete?: boolean;
  /** The provider's own totals. */
  readonly totals: readonly [input: number, output: number];
}

const CASES: readonly Case[] = [
  {
    name: 'OpenAI chat completion, cached prompt, reasoning, audio',
    source: 'https://platform.openai.com/docs/api-reference/chat/object',
    response: {
      id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
      object: 'chat.completion',
      created: 1741569952,
      model: 'gpt-5.4',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!' }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 2006,
        completion_tokens: 300,
        total_tokens: 2306,
        prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 6 },
        completion_tokens_details: {
          reasoning_tokens: 192,
          audio_tokens: 8,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
    },
    id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
    model: 'gpt-5.4',
    finishReasons: ['stop'],
    usage: {
      uncachedInputTokens: 80,
      cacheReadTokens: 1920,
      audioInputTokens: 6,
      outputTokens: 100,
      reasoningTokens: 192,
      audioOutputTokens: 8,
    },
    totals: [2006, 300],
  },
  {
    name: 'OpenAI response, cache written, cut short',
    source: 'https://platform.openai.com/docs/api-reference/responses/object',
    response: {
      id: 'resp_67ccd2bed1ec8190b14f964abc054267',
      object: 'response',
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      model: 'gpt-5.4-2026-03-05',
      output: [],
      usage: {
        input_tokens: 36,
        input_tokens_details: { cached_tokens: 10, cache_write_tokens: 6 },
        output_tokens: 87,
        output_tokens_details: { reasoning_tokens: 80 },
        total_tokens: 123,
      },
    },
    id: 'resp_67ccd2bed1ec8190b14f964abc054267',
    model: 'gpt-5.4-2026-03-05',
    finishReasons: ['max_output_tokens'],
    usage: {
      uncachedInputTokens: 20,
      cacheReadTokens: 10,
      cacheWriteTokens: 6,
      outputTokens: 7,
      reasoningTokens: 80,
    },
    totals: [36, 87],
  },
  {
    name: 'OpenAI completion',
    source: 'https://platform.openai.com/docs/api-reference/completions/object',
    response: {
      id: 'cmpl-uqkvlQyYK7bGYrRHQ0eXlWi7',
      object: 'text_completion',
      model: 'gpt-3.5-turbo-instruct',
      choices: [{ text: 'test', index: 0, logprobs: null, finish_reason: 'length' }],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    },
    id: 'cmpl-uqkvlQyYK7bGYrRHQ0eXlWi7',
    model: 'gpt-3.5-turbo-instruct',
    finishReasons: ['length'],
    usage: { uncachedInputTokens: 5, outputTokens: 7 },
    totals: [5, 7],
  },
  {
    name: 'OpenAI embeddings',
    source: 'https://platform.openai.com/docs/api-reference/embeddings/create',
    response: {
      object: 'list',
      data: [{ object: 'embedding', embedding: [0.1], index: 0 }],
      model: 'text-embedding-3-small',
      usage: { prompt_tokens: 8, total_tokens: 8 },
    },
    model: 'text-embedding-3-small',
    usage: { uncachedInputTokens: 8 },
    totals: [8, 0],
  },
  {
    name: 'OpenAI image, without details of the output',
    source: 'https://platform.openai.com/docs/api-reference/images/create',
    response: {
      created: 1713833628,
      data: [{ b64_json: '...' }],
      usage: {
        total_tokens: 100,
        input_tokens: 50,
        output_tokens: 50,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
      },
    },
    usage: { uncachedInputTokens: 10, imageInputTokens: 40, imageOutputTokens: 50 },
    totals: [50, 50],
  },
  {
    name: 'OpenAI transcription, billed by token',
    source: 'https://platform.openai.com/docs/api-reference/audio/createTranscription',
    response: {
      text: 'Imagine the wildest idea',
      usage: {
        type: 'tokens',
        input_tokens: 14,
        input_token_details: { text_tokens: 4, audio_tokens: 10 },
        output_tokens: 45,
        total_tokens: 59,
      },
    },
    usage: { uncachedInputTokens: 4, audioInputTokens: 10, outputTokens: 45 },
    totals: [14, 45],
  },
  {
    name: 'OpenAI transcription, billed by the second',
    source: 'https://platform.openai.com/docs/api-reference/audio/json-object',
    response: { text: 'Imagine the wildest idea', usage: { type: 'duration', seconds: 9 } },
    audioSeconds: 9,
    totals: [0, 0],
  },
  {
    name: 'OpenAI response in the background: its usage is not known yet',
    source: 'https://platform.openai.com/docs/guides/background',
    response: { id: 'resp_1', object: 'response', status: 'queued', model: 'o3', output: [], usage: null },
    id: 'resp_1',
    model: 'o3',
    isIncomplete: true,
    totals: [0, 0],
  },
  {
    name: 'OpenAI compaction, kept for two lifetimes of its own',
    source: 'https://platform.openai.com/docs/api-reference/responses/compacted-object',
    response: {
      id: 'resp_001',
      object: 'response.compaction',
      created_at: 1764967971,
      output: [],
      usage: {
        input_tokens: 139,
        input_tokens_details: {
          cached_tokens: 11,
          cache_write_tokens: 28,
          cache_write_tokens_details: { ttl_30m_tokens: 20, ttl_12h_tokens: 8 },
        },
        output_tokens: 438,
        output_tokens_details: { reasoning_tokens: 64 },
        total_tokens: 577,
      },
    },
    id: 'resp_001',
    usage: {
      uncachedInputTokens: 100,
      cacheReadTokens: 11,
      cacheWriteTokens: 28,
      outputTokens: 374,
      reasoningTokens: 64,
    },
    totals: [139, 438],
  },
  {
    name: 'OpenAI realtime response, cached audio',
    source: 'https://platform.openai.com/docs/api-reference/realtime-server-events/response/done',
    response: {
      object: 'realtime.response',
      id: 'resp_001',
      status: 'completed',
      usage: {
        total_tokens: 275,
        input_tokens: 127,
        output_tokens: 148,
        input_token_details: {
          cached_tokens: 64,
          cached_tokens_details: { text_tokens: 24, audio_tokens: 40 },
          text_tokens: 67,
          audio_tokens: 60,
        },
        output_token_details: { text_tokens: 30, audio_tokens: 118 },
      },
    },
    id: 'resp_001',
    finishReasons: ['completed'],
    usage: {
      uncachedInputTokens: 43,
      cacheReadTokens: 64,
      audioInputTokens: 20,
      outputTokens: 30,
      audioOutputTokens: 118,
    },
    totals: [127, 148],
  },
  {
    name: 'xAI, through the client of OpenAI: reasoning beside the completion',
    source: 'https://docs.x.ai/docs/key-information/consumption-and-rate-limits',
    response: {
      id: '0daf962f',
      object: 'chat.completion',
      model: 'grok-4',
      choices: [{ index: 0, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 32,
        completion_tokens: 9,
        total_tokens: 135,
        prompt_tokens_details: { cached_tokens: 6 },
        completion_tokens_details: { reasoning_tokens: 94 },
      },
    },
    id: '0daf962f',
    model: 'grok-4',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 26, cacheReadTokens: 6, outputTokens: 9, reasoningTokens: 94 },
    totals: [32, 103],
  },
  {
    name: 'Gemini, through the client of OpenAI: thoughts are in the total alone',
    source: 'https://ai.google.dev/gemini-api/docs/openai',
    response: {
      object: 'chat.completion',
      model: 'gemini-2.5-flash',
      choices: [{ index: 0, finish_reason: 'stop' }],
      usage: { prompt_tokens: 21, completion_tokens: 5, total_tokens: 86 },
    },
    model: 'gemini-2.5-flash',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 21, outputTokens: 5, reasoningTokens: 60 },
    totals: [21, 65],
  },
  {
    name: 'a proxy of Anthropic that speaks the protocol of OpenAI, and leaves the cache to the total',
    source: 'https://docs.litellm.ai/docs/completion/prompt_caching',
    response: {
      choices: [{ index: 0, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 1015,
        prompt_tokens_details: { cached_tokens: 1000 },
      },
    },
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 10, cacheReadTokens: 1000, outputTokens: 5 },
    totals: [1010, 5],
  },
  {
    name: 'Anthropic message, both lifetimes of the cache, thinking',
    source: 'https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching',
    response: {
      id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [{ type: 'text', text: 'Hi!' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 2048,
        cache_read_input_tokens: 1800,
        cache_creation_input_tokens: 248,
        output_tokens: 503,
        cache_creation: { ephemeral_5m_input_tokens: 148, ephemeral_1h_input_tokens: 100 },
        output_tokens_details: { thinking_tokens: 400 },
      },
    },
    id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
    model: 'claude-sonnet-4-5-20250929',
    finishReasons: ['end_turn'],
    usage: {
      uncachedInputTokens: 2048,
      cacheReadTokens: 1800,
      cacheWrite5mTokens: 148,
      cacheWrite1hTokens: 100,
      outputTokens: 103,
      reasoningTokens: 400,
    },
    totals: [4096, 503],
  },
  {
    name: 'Anthropic message, with a compaction that its totals leave out',
    source: 'https://docs.anthropic.com/en/docs/build-with-claude/compaction',
    response: {
      id: 'msg_1',
      type: 'message',
      model: 'claude-opus-4-6',
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 23000,
        output_tokens: 1000,
        iterations: [
          { type: 'compaction', input_tokens: 180000, output_tokens: 3500 },
          { type: 'message', input_tokens: 23000, output_tokens: 1000 },
        ],
      },
    },
    id: 'msg_1',
    model: 'claude-opus-4-6',
    finishReasons: ['end_turn'],
    usage: { uncachedInputTokens: 203000, outputTokens: 4500 },
    totals: [203000, 4500],
  },
  {
    name: 'Gemini, cached audio, thoughts, tools',
    source: 'https://ai.google.dev/api/generate-content#UsageMetadata',
    response: {
      candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP', index: 0 }],
      modelVersion: 'gemini-2.5-flash',
      responseId: 'mAitaLmkHPPlz7IPvtfUqQ4',
      usageMetadata: {
        promptTokenCount: 1000,
        cachedContentTokenCount: 600,
        candidatesTokenCount: 50,
        thoughtsTokenCount: 25,
        toolUsePromptTokenCount: 30,
        totalTokenCount: 1105,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 500 },
          { modality: 'AUDIO', tokenCount: 400 },
          { modality: 'IMAGE', tokenCount: 100 },
        ],
        cacheTokensDetails: [
          { modality: 'TEXT', tokenCount: 300 },
          { modality: 'AUDIO', tokenCount: 300 },
        ],
        candidatesTokensDetails: [{ modality: 'TEXT', tokenCount: 50 }],
      },
    },
    id: 'mAitaLmkHPPlz7IPvtfUqQ4',
    model: 'gemini-2.5-flash',
    finishReasons: ['STOP'],
    usage: {
      uncachedInputTokens: 230,
      cacheReadTokens: 600,
      audioInputTokens: 100,
      imageInputTokens: 100,
      outputTokens: 50,
      reasoningTokens: 25,
    },
    totals: [1030, 75],
  },
  {
    name: "Vertex, from its older client's result",
    source: 'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference',
    response: {
      response: {
        candidates: [{ finishReason: 'MAX_TOKENS' }],
        usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, totalTokenCount: 10 },
      },
    },
    finishReasons: ['MAX_TOKENS'],
    usage: { uncachedInputTokens: 7, outputTokens: 3 },
    totals: [7, 3],
  },
  {
    name: 'Vertex embeddings',
    source: 'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api',
    response: {
      embeddings: [
        { values: [0.1], statistics: { tokenCount: 4, truncated: false } },
        { values: [0.1], statistics: { tokenCount: 5, truncated: false } },
      ],
    },
    usage: { uncachedInputTokens: 9 },
    totals: [9, 0],
  },
  {
    name: 'Bedrock Converse',
    source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html',
    response: {
      $metadata: awsMetadata,
      output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
      stopReason: 'end_turn',
      usage: {
        inputTokens: 30,
        outputTokens: 628,
        totalTokens: 858,
        cacheReadInputTokens: 120,
        cacheWriteInputTokens: 80,
        cacheDetails: [
          { ttl: '1h', inputTokens: 50 },
          { ttl: '5m', inputTokens: 30 },
        ],
      },
      metrics: { latencyMs: 1275 },
    },
    id: 'aws-1',
    finishReasons: ['end_turn'],
    usage: {
      uncachedInputTokens: 30,
      cacheReadTokens: 120,
      cacheWrite1hTokens: 50,
      cacheWrite5mTokens: 30,
      outputTokens: 628,
    },
    totals: [230, 628],
  },
  {
    name: 'Bedrock InvokeModel, Anthropic',
    source:
      'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html',
    response: {
      $metadata: awsMetadata,
      contentType: 'application/json',
      body: bytes({
        id: 'msg_bdrk_1',
        type: 'message',
        model: 'claude-3-sonnet-20240229',
        stop_reason: 'end_turn',
        usage: { input_tokens: 12, output_tokens: 6 },
      }),
    },
    id: 'msg_bdrk_1',
    requestId: 'aws-1',
    model: 'claude-3-sonnet-20240229',
    finishReasons: ['end_turn'],
    usage: { uncachedInputTokens: 12, outputTokens: 6 },
    totals: [12, 6],
  },
  {
    name: 'Bedrock InvokeModel, Titan',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html',
    response: {
      $metadata: awsMetadata,
      body: bytes({
        inputTextTokenCount: 9,
        results: [{ tokenCount: 4, outputText: 'Hi', completionReason: 'FINISH' }],
      }),
    },
    id: 'aws-1',
    requestId: 'aws-1',
    finishReasons: ['FINISH'],
    usage: { uncachedInputTokens: 9, outputTokens: 4 },
    totals: [9, 4],
  },
  {
    name: 'Bedrock InvokeModel, Llama',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html',
    response: {
      $metadata: awsMetadata,
      body: bytes({
        generation: 'Hi',
        prompt_token_count: 11,
        generation_token_count: 5,
        stop_reason: 'stop',
      }),
    },
    id: 'aws-1',
    requestId: 'aws-1',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 11, outputTokens: 5 },
    totals: [11, 5],
  },
  {
    name: 'Bedrock InvokeModel, Nova',
    source: 'https://docs.aws.amazon.com/nova/latest/userguide/using-invoke-api.html',
    response: {
      $metadata: awsMetadata,
      body: bytes({
        output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
        stopReason: 'end_turn',
        usage: {
          inputTokens: 4,
          outputTokens: 5,
          totalTokens: 9,
          cacheReadInputTokenCount: 2,
          cacheWriteInputTokenCount: 1,
        },
      }),
    },
    id: 'aws-1',
    requestId: 'aws-1',
    finishReasons: ['end_turn'],
    usage: { uncachedInputTokens: 4, cacheReadTokens: 2, cacheWriteTokens: 1, outputTokens: 5 },
    totals: [7, 5],
  },
  {
    name: 'Cohere 2, what is billed',
    source: 'https://docs.cohere.com/reference/chat',
    response: {
      id: 'c14c80c3-18eb-4519-9460-6c92edd8cfb4',
      finishReason: 'COMPLETE',
      message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
      usage: {
        billedUnits: { inputTokens: 5, outputTokens: 418 },
        tokens: { inputTokens: 71, outputTokens: 418 },
      },
    },
    id: 'c14c80c3-18eb-4519-9460-6c92edd8cfb4',
    finishReasons: ['COMPLETE'],
    usage: { uncachedInputTokens: 5, outputTokens: 418 },
    totals: [5, 418],
  },
  {
    name: 'Cohere 1, embeddings',
    source: 'https://docs.cohere.com/v1/reference/embed',
    response: {
      id: 'da6e531f',
      embeddings: [[0.1]],
      meta: { api_version: { version: '1' }, billed_units: { input_tokens: 2 } },
    },
    id: 'da6e531f',
    usage: { uncachedInputTokens: 2 },
    totals: [2, 0],
  },
  {
    name: 'Cohere 2, a cached prompt: the beginning that was cached is not billed as such',
    source: 'https://docs.cohere.com/reference/chat#response.body.usage',
    response: {
      id: 'c1',
      finishReason: 'COMPLETE',
      usage: {
        billedUnits: { inputTokens: 105, outputTokens: 4 },
        tokens: { inputTokens: 605, outputTokens: 6 },
        cachedTokens: 560,
      },
    },
    id: 'c1',
    finishReasons: ['COMPLETE'],
    usage: { uncachedInputTokens: 45, cacheReadTokens: 60, outputTokens: 4 },
    totals: [105, 4],
  },
  {
    name: 'Cohere 2, embeddings of images and text',
    source: 'https://docs.cohere.com/reference/embed',
    response: {
      id: 'e1',
      embeddings: { float: [[0.1]] },
      meta: { billedUnits: { inputTokens: 3, imageTokens: 1610 } },
    },
    id: 'e1',
    usage: { uncachedInputTokens: 3, imageInputTokens: 1610 },
    totals: [1613, 0],
  },
  {
    name: 'Cohere 2, reranking: billed by the search',
    source: 'https://docs.cohere.com/reference/rerank',
    response: {
      id: 'r1',
      results: [{ index: 3, relevanceScore: 0.99 }],
      meta: { apiVersion: { version: '2' }, billedUnits: { searchUnits: 1 } },
    },
    id: 'r1',
    usage: {},
    searchUnits: 1,
    totals: [0, 0],
  },
  {
    name: "Mistral, speech, in its client's camel case",
    source: 'https://docs.mistral.ai/capabilities/audio/',
    response: {
      id: 'c4',
      object: 'chat.completion',
      model: 'voxtral-mini-2507',
      choices: [{ index: 0, finishReason: 'stop' }],
      usage: { promptTokens: 4, completionTokens: 7, totalTokens: 11, promptAudioSeconds: 203 },
    },
    id: 'c4',
    model: 'voxtral-mini-2507',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 4, outputTokens: 7 },
    audioSeconds: 203,
    totals: [4, 7],
  },
  {
    name: 'Mistral, a conversation with connectors',
    source: 'https://docs.mistral.ai/agents/connectors/websearch/',
    response: {
      object: 'conversation.response',
      conversationId: 'conv_1',
      outputs: [],
      usage: { promptTokens: 188, completionTokens: 55, totalTokens: 7355, connectorTokens: 7112 },
    },
    usage: { uncachedInputTokens: 7300, outputTokens: 55 },
    totals: [7300, 55],
  },
  {
    name: "Mistral, in its client's camel case",
    source: 'https://docs.mistral.ai/api/#tag/chat/operation/chat_completion_v1_chat_completions_post',
    response: {
      id: 'cmpl-e5cc70bb28c444948073e77776eb30ef',
      object: 'chat.completion',
      model: 'mistral-small-latest',
      created: 1702256327,
      choices: [{ index: 0, finishReason: 'stop', message: { role: 'assistant', content: 'Hi' } }],
      usage: { promptTokens: 16, completionTokens: 34, totalTokens: 50 },
    },
    id: 'cmpl-e5cc70bb28c444948073e77776eb30ef',
    model: 'mistral-small-latest',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 16, outputTokens: 34 },
    totals: [16, 34],
  },
  {
    name: 'Groq',
    source: 'https://console.groq.com/docs/api-reference#chat-create',
    response: {
      id: 'chatcmpl-f51b2cd2-bef7-417e-964e-a08f0b513c22',
      object: 'chat.completion',
      model: 'openai/gpt-oss-20b',
      choices: [{ index: 0, message: {}, finish_reason: 'stop' }],
      usage: {
        queue_time: 0.037,
        prompt_tokens: 18,
        prompt_time: 0.0006,
        completion_tokens: 556,
        completion_time: 0.46,
        total_tokens: 574,
        completion_tokens_details: { reasoning_tokens: 56 },
      },
      x_groq: { id: 'req_01jbd6g2qdfw2adyrt2az8hz4w' },
    },
    id: 'chatcmpl-f51b2cd2-bef7-417e-964e-a08f0b513c22',
    model: 'openai/gpt-oss-20b',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 18, outputTokens: 500, reasoningTokens: 56 },
    totals: [18, 556],
  },
  {
    name: 'DeepSeek, through the client of OpenAI',
    source: 'https://api-docs.deepseek.com/api/create-chat-completion',
    response: {
      id: '930c60df',
      object: 'chat.completion',
      model: 'deepseek-chat',
      choices: [{ finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 16,
        completion_tokens: 10,
        total_tokens: 26,
        prompt_cache_hit_tokens: 12,
        prompt_cache_miss_tokens: 4,
      },
    },
    id: '930c60df',
    model: 'deepseek-chat',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 4, cacheReadTokens: 12, outputTokens: 10 },
    totals: [16, 10],
  },
  {
    name: 'Ollama',
    source: 'https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion',
    response: {
      model: 'llama3.2',
      created_at: '2023-12-12T14:13:43.416799Z',
      message: { role: 'assistant', content: 'Hello!' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 26,
      eval_count: 282,
    },
    model: 'llama3.2',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 26, outputTokens: 282 },
    totals: [26, 282],
  },
  {
    name: 'Ollama, of before 0.3, whose cache had the prompt',
    source: 'https://github.com/ollama/ollama/issues/2068',
    response: { model: 'llama3.2', done: true, done_reason: 'stop', eval_count: 282 },
    model: 'llama3.2',
    finishReasons: ['stop'],
    usage: { outputTokens: 282 },
    isIncomplete: true,
    totals: [0, 282],
  },
  {
    name: 'AI SDK 4, Anthropic: the cache is beside the prompt, in the metadata',
    source: 'https://v4.ai-sdk.dev/providers/ai-sdk-providers/anthropic#cache-control',
    response: {
      text: 'Hi',
      finishReason: 'stop',
      usage: { promptTokens: 12, completionTokens: 5, totalTokens: 17 },
      experimental_providerMetadata: {
        anthropic: { cacheCreationInputTokens: 200, cacheReadInputTokens: 1000 },
      },
      response: { id: 'msg_1', modelId: 'claude-3-5-sonnet-20241022' },
    },
    id: 'msg_1',
    model: 'claude-3-5-sonnet-20241022',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 12, cacheReadTokens: 1000, cacheWriteTokens: 200, outputTokens: 5 },
    totals: [1212, 5],
  },
  {
    name: 'AI SDK 4, OpenAI: the cache is a part of the prompt',
    source: 'https://v4.ai-sdk.dev/providers/ai-sdk-providers/openai#prompt-caching',
    response: {
      text: 'Hi',
      finishReason: 'stop',
      usage: { promptTokens: 1200, completionTokens: 50, totalTokens: 1250 },
      providerMetadata: { openai: { cachedPromptTokens: 1024, reasoningTokens: 40 } },
      response: { id: 'chatcmpl-1', modelId: 'o3-mini' },
    },
    id: 'chatcmpl-1',
    model: 'o3-mini',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 176, cacheReadTokens: 1024, outputTokens: 10, reasoningTokens: 40 },
    totals: [1200, 50],
  },
  {
    name: 'AI SDK 5, Anthropic, several steps: the cache is beside the input',
    source: 'https://v5.ai-sdk.dev/providers/ai-sdk-providers/anthropic#cache-control',
    response: {
      text: 'Hi',
      finishReason: 'stop',
      usage: { inputTokens: 20, outputTokens: 5, cachedInputTokens: 1200 },
      totalUsage: { inputTokens: 32, outputTokens: 12, cachedInputTokens: 2200 },
      steps: [
        {
          finishReason: 'tool-calls',
          usage: { inputTokens: 12, outputTokens: 7, cachedInputTokens: 1000 },
          providerMetadata: {
            anthropic: {
              cacheCreationInputTokens: 200,
              usage: { cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 150 } },
            },
          },
        },
        {
          finishReason: 'stop',
          usage: { inputTokens: 20, outputTokens: 5, cachedInputTokens: 1200 },
          providerMetadata: { anthropic: { cacheCreationInputTokens: 0, usage: {} } },
        },
      ],
      response: { id: 'msg_2', modelId: 'claude-sonnet-4-5-20250929' },
    },
    id: 'msg_2',
    model: 'claude-sonnet-4-5-20250929',
    finishReasons: ['stop'],
    usage: {
      uncachedInputTokens: 32,
      cacheReadTokens: 2200,
      cacheWrite5mTokens: 50,
      cacheWrite1hTokens: 150,
      outputTokens: 12,
    },
    totals: [2432, 12],
  },
  {
    name: 'AI SDK 5, Bedrock: the cache is beside the input',
    source: 'https://v5.ai-sdk.dev/providers/ai-sdk-providers/amazon-bedrock#cache-points',
    response: {
      finishReason: 'stop',
      usage: { inputTokens: 8, outputTokens: 5, cachedInputTokens: 900 },
      providerMetadata: { bedrock: { usage: { cacheWriteInputTokens: 30 } } },
      response: { id: 'aitxt-1', modelId: 'anthropic.claude-sonnet-4' },
    },
    id: 'aitxt-1',
    model: 'anthropic.claude-sonnet-4',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 8, cacheReadTokens: 900, cacheWriteTokens: 30, outputTokens: 5 },
    totals: [938, 5],
  },
  {
    name: 'AI SDK 5, OpenAI: the cache is a part of the input',
    source: 'https://v5.ai-sdk.dev/docs/reference/ai-sdk-core/generate-text',
    response: {
      finishReason: 'stop',
      usage: { inputTokens: 1815, outputTokens: 4, reasoningTokens: 2, cachedInputTokens: 1600 },
      providerMetadata: { openai: { responseId: 'resp_1' } },
      response: { id: 'resp_1', modelId: 'gpt-4o-mini' },
    },
    id: 'resp_1',
    model: 'gpt-4o-mini',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 215, cacheReadTokens: 1600, outputTokens: 2, reasoningTokens: 2 },
    totals: [1815, 4],
  },
  {
    name: 'AI SDK 6, Anthropic: the cache is a part of the input, its lifetimes are in the raw usage',
    source: 'https://ai-sdk.dev/docs/migration-guides/migration-guide-6-0',
    response: {
      finishReason: 'stop',
      usage: {
        inputTokens: 1212,
        inputTokenDetails: { noCacheTokens: 12, cacheReadTokens: 1000, cacheWriteTokens: 200 },
        outputTokens: 5,
        outputTokenDetails: { textTokens: 5 },
        raw: { cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 200 } },
      },
      providerMetadata: { anthropic: { cacheCreationInputTokens: 200, usage: {} } },
      response: { id: 'msg_3', modelId: 'claude-sonnet-5' },
    },
    id: 'msg_3',
    model: 'claude-sonnet-5',
    finishReasons: ['stop'],
    usage: { uncachedInputTokens: 12, cacheReadTokens: 1000, cacheWrite1hTokens: 200, outputTokens: 5 },
    totals: [1212, 5],
  },
  {
    name: 'AI SDK, several steps',
    source: 'https://ai-sdk.dev/docs/reference/ai-sdk-core/generate-text',
    response: {
      text: 'Hi',
      finishReason: 'stop',
      usage: { inputTokens: 10, outputTokens: 5 },
      totalUsage: {
        inputTokens: 110,
        inputTokenDetails: { noCacheTokens: 40, cacheReadTokens: 60, cacheWriteTokens: 10 },
        outputTokens: 25,
        outputTokenDetails: { textTokens: 5, reasoningTokens: 20 },
        totalTokens: 135,
      },
      response: { id: 'resp_1', modelId: 'gpt-4o', messages: [] },
    },
    id: 'resp_1',
    model: 'gpt-4o',
    finishReasons: ['stop'],
    usage: {
      uncachedInputTokens: 40,
      cacheReadTokens: 60,
      cacheWriteTokens: 10,
      outputTokens: 5,
      reasoningTokens: 20,
    },
    totals: [110, 25],
  },
  {
    name: 'AI SDK, embedding',
    source: 'https://ai-sdk.dev/docs/reference/ai-sdk-core/embed',
    response: { value: 'sunny', embedding: [0.1], usage: { tokens: 10 } },
    usage: { uncachedInputTokens: 10 },
    totals: [10, 0],
  },
  {
    name: 'LangChain message',
    source: 'https://v03.api.js.langchain.com/types/_langchain_core.messages.UsageMetadata.html',
    response: {
      id: 'chatcmpl-1',
      content: 'Hi',
      response_metadata: { model_name: 'gpt-4o-2024-08-06', finish_reason: 'stop' },
      usage_metadata: {
        input_tokens: 350,
        output_tokens: 240,
        total_tokens: 590,
        input_token_details: { audio: 10, cache_creation: 200, cache_read: 100 },
        output_token_details: { audio: 10, reasoning: 200 },
      },
    },
    id: 'chatcmpl-1',
    model: 'gpt-4o-2024-08-06',
    finishReasons: ['stop'],
    usage: {
      uncachedInputTokens: 40,
      audioInputTokens: 10,
      cacheWriteTokens: 200,
      cacheReadTokens: 100,
      outputTokens: 30,
      audioOutputTokens: 10,
      reasoningTokens: 200,
    },
    totals: [350, 240],
  },
  {
    name: 'LangChain LLMResult',
    source: 'https://v03.api.js.langchain.com/types/_langchain_core.outputs.LLMResult.html',
    response: {
      generations: [
        [{ text: 'Hi', message: { id: 'r', usage_metadata: { input_tokens: 1, output_tokens: 2 } } }],
      ],
    },
    id: 'r',
    usage: { uncachedInputTokens: 1, outputTokens: 2 },
    totals: [1, 2],
  },
  {
    name: 'LangChain LLMResult of two prompts, the first with two choices that share its usage',
    source: 'https://v03.api.js.langchain.com/types/_langchain_core.outputs.LLMResult.html',
    response: {
      generations: [
        [
          { text: 'a', message: { id: 'r1', usage_metadata: { input_tokens: 10, output_tokens: 4 } } },
          { text: 'b', message: { id: 'r1', usage_metadata: { input_tokens: 10, output_tokens: 4 } } },
        ],
        [{ text: 'c', message: { id: 'r2', usage_metadata: { input_tokens: 20, output_tokens: 1 } } }],
      ],
    },
    id: 'r1',
    usage: { uncachedInputTokens: 30, outputTokens: 5 },
    totals: [30, 5],
  },
  {
    name: 'LangChain LLMResult of a model without messages',
    source: 'https://v03.api.js.langchain.com/types/_langchain_core.outputs.LLMResult.html',
    response: {
      generations: [[{ text: 'a' }]],
      llmOutput: { tokenUsage: { promptTokens: 5, completionTokens: 7, totalTokens: 12 } },
    },
    usage: { uncachedInputTokens: 5, outputTokens: 7 },
    totals: [5, 7],
  },
  {
    name: 'LangChain message of an older integration of Anthropic: the cache is beside the input',
    source: 'https://github.com/langchain-ai/langchain/pull/27125',
    response: {
      id: 'msg_1',
      response_metadata: { model: 'claude-3-5-sonnet', stop_reason: 'end_turn' },
      usage_metadata: {
        input_tokens: 12,
        output_tokens: 5,
        total_tokens: 17,
        input_token_details: { cache_creation: 200, cache_read: 1000 },
      },
    },
    id: 'msg_1',
    model: 'claude-3-5-sonnet',
    finishReasons: ['end_turn'],
    usage: { uncachedInputTokens: 12, cacheReadTokens: 1000, cacheWriteTokens: 200, outputTokens: 5 },
    totals: [1212, 5],
  },
];

const definedOnly = (fields: object): { usage?: unknown } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

describe('what a response says of itself', () => {
  it.each(CASES)(
    '$name',
    ({ response, usage, totals, finishReasons = [], isIncomplete = false, ...rest }) => {
      const facts = readResponse(response);
      expect(facts?.usage).toEqual(usage === undefined ? undefined : { ...NOTHING, ...usage });
      expect([totalInputTokens(facts?.usage ?? NOTHING), totalOutputTokens(facts?.usage ?? NOTHING)]).toEqual(
        totals,
      );
      const { id, requestId, model, audioSeconds, searchUnits } = rest;
      const { usage: _, ...read } = { finishReasons: [], isIncomplete: false, ...definedOnly(facts ?? {}) };
      expect(read).toEqual(
        definedOnly({ id, requestId, model, audioSeconds, searchUnits, finishReasons, isIncomplete }),
      );
    },
  );

  it.each(CASES)('$name: frozen, it is read all the same', ({ response }) => {
    expect(() => readResponse(Object.freeze(response))).not.toThrow();
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [7],
    [[]],
    [{}],
    [{ usage: null }],
    [{ usage: { tokens: 'many' } }],
    [new Map()],
    [new Date()],
    [{ $metadata: {}, body: new Uint8Array([1, 2]) }],
    [{ id: 1, model: 2, choices: 'none' }],
    [Promise.resolve({ usage: { prompt_tokens: 1 } })],
  ])('%p is left alone', (response) => {
    expect(readResponse(response)).toBeUndefined();
  });

  it('a result of the AI SDK that is a stream is not touched: its getters would consume it', () => {
    const result = {
      get usage() {
        throw new Error('consumed');
      },
      get textStream() {
        throw new Error('consumed');
      },
    };
    expect(readResponse(result)).toBeUndefined();
  });

  it('counts that are no counts are not counted', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: -3,
      prompt_tokens_details: { cached_tokens: Number.NaN },
    };
    expect(readResponse({ choices: [{}], usage })?.usage).toEqual({ ...NOTHING, uncachedInputTokens: 10 });
  });
});
