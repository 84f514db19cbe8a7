/** One library that can be instrumented, and by what. */
export interface InstrumentationRow {
  /** What people call it: in the option `instrumentations`, and in reports. @example `pg` */
  readonly name: string;
  /** The package of the instrumentation. @example `@opentelemetry/instrumentation-pg` */
  readonly packageName: string;
  /** The class that it exports. @example `PgInstrumentation` */
  readonly exportName: string;
  /** What it instruments: one of these has to be installed. None: a part of Node. A `*` at the end stands for anything. */
  readonly libraries: readonly string[];
  /** What its constructor is given. */
  readonly options?: Readonly<Record<string, unknown>>;
}

const OTEL = '@opentelemetry/instrumentation-';
const TRACELOOP = '@traceloop/instrumentation-';
const OPENINFERENCE = '@arizeai/openinference-instrumentation-';

/** Prompts and answers are captured by nobody but us, who scrub them. */
const TRACELOOP_WITHOUT_CONTENT = { traceContent: false };
const OTEL_WITHOUT_CONTENT = { captureMessageContent: false };
const OPENINFERENCE_WITHOUT_CONTENT = {
  traceConfig: { hideInputs: true, hideOutputs: true, hideEmbeddingVectors: true },
};

/**
 * Everything that is instrumented by itself, where both its instrumentation and the library are installed. Of several
 * rows with one name, the first whose instrumentation is installed is taken: nothing is instrumented twice.
 */
export const INSTRUMENTATION_TABLE: readonly InstrumentationRow[] = [
  { name: 'http', packageName: `${OTEL}http`, exportName: 'HttpInstrumentation', libraries: [] },
  { name: 'undici', packageName: `${OTEL}undici`, exportName: 'UndiciInstrumentation', libraries: [] },
  {
    name: 'express',
    packageName: `${OTEL}express`,
    exportName: 'ExpressInstrumentation',
    libraries: ['express'],
  },
  {
    name: 'fastify',
    packageName: '@fastify/otel',
    exportName: 'FastifyOtelInstrumentation',
    libraries: ['fastify'],
    options: { registerOnInitialization: true },
  },
  { name: 'koa', packageName: `${OTEL}koa`, exportName: 'KoaInstrumentation', libraries: ['koa'] },
  { name: 'hapi', packageName: `${OTEL}hapi`, exportName: 'HapiInstrumentation', libraries: ['@hapi/hapi'] },
  {
    name: 'nestjs-core',
    packageName: `${OTEL}nestjs-core`,
    exportName: 'NestInstrumentation',
    libraries: ['@nestjs/core'],
  },
  { name: 'pg', packageName: `${OTEL}pg`, exportName: 'PgInstrumentation', libraries: ['pg', 'pg-pool'] },
  {
    name: 'mysql2',
    packageName: `${OTEL}mysql2`,
    exportName: 'MySQL2Instrumentation',
    libraries: ['mysql2'],
  },
  {
    name: 'mongodb',
    packageName: `${OTEL}mongodb`,
    exportName: 'MongoDBInstrumentation',
    libraries: ['mongodb'],
  },
  {
    name: 'redis',
    packageName: `${OTEL}redis`,
    exportName: 'RedisInstrumentation',
    libraries: ['redis', '@redis/client'],
  },
  {
    name: 'ioredis',
    packageName: `${OTEL}ioredis`,
    exportName: 'IORedisInstrumentation',
    libraries: ['ioredis'],
  },
  { name: 'knex', packageName: `${OTEL}knex`, exportName: 'KnexInstrumentation', libraries: ['knex'] },
  {
    name: 'kafkajs',
    packageName: `${OTEL}kafkajs`,
    exportName: 'KafkaJsInstrumentation',
    libraries: ['kafkajs'],
  },
  {
    name: 'amqplib',
    packageName: `${OTEL}amqplib`,
    exportName: 'AmqplibInstrumentation',
    libraries: ['amqplib'],
  },
  {
    name: 'aws-sdk',
    packageName: `${OTEL}aws-sdk`,
    exportName: 'AwsInstrumentation',
    libraries: ['@aws-sdk/client-*', '@aws-sdk/lib-*', 'aws-sdk'],
  },
  {
    name: 'grpc',
    packageName: `${OTEL}grpc`,
    exportName: 'GrpcInstrumentation',
    libraries: ['@grpc/grpc-js'],
  },
  {
    name: 'openai',
    packageName: `${OTEL}openai`,
    exportName: 'OpenAIInstrumentation',
    libraries: ['openai'],
    options: OTEL_WITHOUT_CONTENT,
  },
  ...genAi('openai', ['openai'], 'OpenAIInstrumentation'),
  ...genAi('anthropic', ['@anthropic-ai/sdk'], 'AnthropicInstrumentation'),
  ...genAi('bedrock', ['@aws-sdk/client-bedrock-runtime'], 'BedrockInstrumentation'),
  ...genAi('langchain', ['@langchain/core'], 'LangChainInstrumentation'),
  ...traceloop('vertex', 'vertexai', ['@google-cloud/vertexai'], 'VertexAIInstrumentation'),
  ...traceloop('aiplatform', 'vertexai', ['@google-cloud/aiplatform'], 'AIPlatformInstrumentation'),
  ...traceloop('google-genai', 'google-generativeai', ['@google/genai'], 'GenAIInstrumentation'),
  ...traceloop('cohere', 'cohere', ['cohere-ai'], 'CohereInstrumentation'),
  ...traceloop('together', 'together', ['together-ai'], 'TogetherInstrumentation'),
  ...traceloop('llamaindex', 'llamaindex', ['llamaindex'], 'LlamaIndexInstrumentation'),
  ...traceloop('mcp', 'mcp', ['@modelcontextprotocol/sdk'], 'McpInstrumentation'),
  ...traceloop('pinecone', 'pinecone', ['@pinecone-database/pinecone'], 'PineconeInstrumentation'),
  ...traceloop('qdrant', 'qdrant', ['@qdrant/js-client-rest'], 'QdrantInstrumentation'),
  ...traceloop('chromadb', 'chromadb', ['chromadb'], 'ChromaDBInstrumentation'),
];

/**
 * Libraries that make spans of their own, and the version in which they began to: instrumented as well, every call would
 * be counted twice. `@traceloop/instrumentation-anthropic` 0.27 moreover throws on the version 1 of its library.
 */
export const OWN_SPANS_SINCE: Readonly<Record<string, string>> = {
  '@anthropic-ai/sdk': '0.134.0',
  '@mistralai/mistralai': '2.0.0',
};

/** What both families of GenAI instrumentations have. */
function genAi(name: string, libraries: readonly string[], exportName: string): InstrumentationRow[] {
  return [
    ...traceloop(name, name, libraries, exportName),
    {
      name,
      packageName: OPENINFERENCE + name,
      exportName,
      libraries,
      options: OPENINFERENCE_WITHOUT_CONTENT,
    },
  ];
}

function traceloop(
  name: string,
  suffix: string,
  libraries: readonly string[],
  exportName: string,
): InstrumentationRow[] {
  const options = TRACELOOP_WITHOUT_CONTENT;
  return [{ name, packageName: TRACELOOP + suffix, exportName, libraries, options }];
}
