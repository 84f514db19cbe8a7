/**
 * Domains under which model providers answer, and gateways to them. A host that is one of these, or lies below one,
 * gets no run, whatever a pattern says. From the API references of the providers, August 2026.
 */
const DOMAINS = [
  'ai.azure.com',
  'ai21.com',
  'aleph-alpha.com',
  'anthropic.com',
  'anyscale.com',
  'assemblyai.com',
  'baseten.co',
  'bigmodel.cn',
  'cerebras.ai',
  'claude.com',
  'cognitiveservices.azure.com',
  'cohere.ai',
  'cohere.com',
  'dashscope.aliyuncs.com',
  'deepgram.com',
  'deepinfra.com',
  'deepseek.com',
  'elevenlabs.io',
  'fal.run',
  'fireworks.ai',
  'googleapis.com',
  'groq.com',
  'hf.co',
  'huggingface.cloud',
  'huggingface.co',
  'hyperbolic.xyz',
  'integrate.api.nvidia.com',
  'jina.ai',
  'lepton.ai',
  'minimax.io',
  'mistral.ai',
  'models.github.ai',
  'moonshot.ai',
  'moonshot.cn',
  'nebius.com',
  'novita.ai',
  'ollama.com',
  'openai.azure.com',
  'openai.com',
  'openrouter.ai',
  'perplexity.ai',
  'portkey.ai',
  'replicate.com',
  'sambanova.ai',
  'siliconflow.com',
  'stability.ai',
  'together.ai',
  'together.xyz',
  'vercel.sh',
  'volces.com',
  'voyageai.com',
  'writer.com',
  'x.ai',
  'z.ai',
];

/** Amazon names the service in the first label, for public and for private endpoints. */
const AMAZON = /(^|\.)(bedrock|sagemaker|runtime\.sagemaker)[a-z0-9-]*\..*amazonaws\.com(\.cn)?$/;

/**
 * Whether a model provider owns a host.
 *
 * @param host - In lower case.
 */
export function isModelProvider(host: string): boolean {
  return DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`)) || AMAZON.test(host);
}
