import Anthropic from '@anthropic-ai/sdk';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { instrumentAnthropic, instrumentBedrock, instrumentOpenAI } from '@botanu/llm';
import Groq from 'groq-sdk';
import OpenAI4 from 'openai-4';
import OpenAI5 from 'openai-5';
import OpenAI6, { AzureOpenAI } from 'openai-6';

/** What is annotated here is compiled: a wrapper that changed the type would not be. */
it('gives the same client back, of the same type', () => {
  const options = { apiKey: 'test' };
  const openAi4 = new OpenAI4(options);
  const wrapped4: OpenAI4 = instrumentOpenAI(openAi4);
  const openAi5 = new OpenAI5(options);
  const wrapped5: OpenAI5 = instrumentOpenAI(openAi5);
  const openAi6 = new OpenAI6(options);
  const wrapped6: OpenAI6 = instrumentOpenAI(openAi6);
  const azure = new AzureOpenAI({
    ...options,
    endpoint: 'https://example.invalid',
    apiVersion: '2025-04-01-preview',
  });
  const wrappedAzure: AzureOpenAI = instrumentOpenAI(azure);
  const groq = new Groq(options);
  const wrappedGroq: Groq = instrumentOpenAI(groq);
  const anthropic = new Anthropic(options);
  const wrappedAnthropic: Anthropic = instrumentAnthropic(anthropic);
  const bedrock = new BedrockRuntimeClient({ region: 'us-east-1' });
  const wrappedBedrock: BedrockRuntimeClient = instrumentBedrock(bedrock);
  expect([wrapped4, wrapped5, wrapped6, wrappedAzure, wrappedGroq, wrappedAnthropic, wrappedBedrock]).toEqual(
    [openAi4, openAi5, openAi6, azure, groq, anthropic, bedrock],
  );
  expect(wrapped6).toBe(openAi6);
});
