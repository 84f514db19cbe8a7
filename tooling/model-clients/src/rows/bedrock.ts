import type * as Bedrock from '@aws-sdk/client-bedrock-runtime';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { bedrock } from '@botanu-tooling/model-servers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { standardCases } from '../standard-cases';
import type { Row } from '../types';

const MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const question = {
  modelId: MODEL,
  messages: [{ role: 'user' as const, content: [{ text: 'Where is my refund?' }] }],
};
const messages = [{ role: 'user', content: 'Where is my refund?' }];
const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 256, messages });
const invocation = { modelId: MODEL, contentType: 'application/json', body };

interface WithStream {
  readonly stream?: AsyncIterable<unknown> | undefined;
}
interface WithBody {
  readonly body?: AsyncIterable<unknown> | undefined;
}

/** Converse and InvokeModel through the AWS SDK. */
export async function bedrockRows(): Promise<Row<BedrockRuntimeClient>[]> {
  const sdk: typeof Bedrock = await import('@aws-sdk/client-bedrock-runtime');
  const shared = {
    provider: 'bedrock',
    model: MODEL,
    operation: 'chat',
    protocol: bedrock,
    wrapper: 'instrumentBedrock',
    open: async ({ url }: { url: string }) =>
      new sdk.BedrockRuntimeClient({
        endpoint: url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        // The client's own handler speaks HTTP/2, which this server does not.
        requestHandler: new NodeHttpHandler(),
      }),
  };
  const converseCases = standardCases<BedrockRuntimeClient, WithStream>({
    create: (client) => client.send(new sdk.ConverseCommand(question)),
    stream: {
      open: (client, abortSignal) => client.send(new sdk.ConverseStreamCommand(question), { abortSignal }),
      chunks: ({ stream = none() }) => stream,
    },
  });
  const invokeCases = standardCases<BedrockRuntimeClient, WithBody>({
    create: (client) => client.send(new sdk.InvokeModelCommand(invocation)),
    stream: {
      open: (client, abortSignal) =>
        client.send(new sdk.InvokeModelWithResponseStreamCommand(invocation), { abortSignal }),
      chunks: ({ body: chunks = none() }) => chunks,
      few: 6,
    },
  });
  const behaviour: Row<BedrockRuntimeClient>['behaviour'] & object = {
    'a callback instead of a promise': ({ client }) =>
      new Promise((resolve) => {
        client.send(new sdk.ConverseCommand(question), (error, output) => resolve({ error, output }));
      }),
    'middleware of the application': async ({ client }) => {
      const steps: string[] = [];
      client.middlewareStack.add(
        (next) => async (parameters) => {
          steps.push('before');
          const result = await next(parameters);
          steps.push('after');
          return result;
        },
        { step: 'initialize', name: 'applicationMiddleware' },
      );
      await client.send(new sdk.ConverseCommand(question));
      return { steps, names: client.middlewareStack.identify().length > 0 };
    },
  };
  return [
    { ...shared, api: 'Converse', cases: converseCases, behaviour },
    { ...shared, api: 'InvokeModel', cases: invokeCases, leavesAfterEvents: 6, tellsInputFirst: true },
  ];
}

async function* none(): AsyncGenerator<never> {}
