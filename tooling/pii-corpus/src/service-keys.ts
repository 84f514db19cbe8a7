import { ALPHANUMERIC, BASE64, BASE64URL, DIGITS, HEX, LOWER, UPPER } from './random';
import type { Maker } from './secret';

const UPPER_BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Keys with a prefix. The formats are those that the issuers document, and, where they say nothing about length or
 * alphabet, those of the rule set of gitleaks 8 (`cmd/generate/config/rules`), by the name of the rule.
 */
export const serviceKeys: readonly Maker[] = [
  // AWS, IAM User Guide, "IAM identifiers": AKIA for users, ASIA for temporary keys; gitleaks aws-access-token.
  {
    kind: 'aws_access_key',
    make: (random) => random.pick(['AKIA', 'ASIA']) + random.string(UPPER_BASE32, 16),
  },
  // 40 characters of Base64, in the forms of a credentials file, of `aws sts` and of a pair.
  {
    kind: 'aws_secret_key',
    make: (random) => {
      const keyId = `AKIA${random.string(UPPER_BASE32, 16)}`;
      const before = random.pick([
        'aws_secret_access_key = ',
        'AWS_SECRET_ACCESS_KEY=',
        `aws_access_key_id=${keyId}\naws_secret_access_key=`,
        `"AccessKeyId": "${keyId}", "SecretAccessKey": "`,
        `${keyId}:`,
        `key ${keyId} with secret `,
      ]);
      return { before, value: random.string(BASE64, 40), after: before.endsWith('"') ? '"' : '' };
    },
  },
  // GitHub blog, 2021, "Behind GitHub's new authentication token formats"; gitleaks github-fine-grained-pat.
  {
    kind: 'github_token',
    make: (random) => random.pick(['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_']) + random.string(ALPHANUMERIC, 36),
  },
  {
    kind: 'github_token',
    make: (random) => `github_pat_${random.string(ALPHANUMERIC, 22)}_${random.string(ALPHANUMERIC, 59)}`,
  },
  // GitLab, "Token overview"; gitleaks gitlab-pat and gitlab-pat-routable.
  { kind: 'gitlab_token', make: (random) => `glpat-${random.string(BASE64URL, 20)}` },
  {
    kind: 'gitlab_token',
    make: (random) => `glpat-${random.string(BASE64URL, 27)}.01.${random.string(LOWER + DIGITS, 9)}`,
  },
  // npm documentation, "About access tokens"; gitleaks npm-access-token.
  { kind: 'npm_token', make: (random) => `npm_${random.string(ALPHANUMERIC, 36)}` },
  // PyPI help, "API tokens": a macaroon behind `pypi-`; gitleaks pypi-upload-token.
  {
    kind: 'pypi_token',
    make: (random) => `pypi-AgEIcHlwaS5vcmc${random.string(BASE64URL, random.integer(85, 160))}`,
  },
  // gitleaks huggingface-access-token.
  { kind: 'huggingface_token', make: (random) => `hf_${random.string(UPPER + LOWER, 34)}` },
  // gitleaks gcp-api-key.
  { kind: 'google_api_key', make: (random) => `AIza${random.string(BASE64URL, 35)}` },
  // Google, "Using OAuth 2.0": access tokens, of varying size up to 2,048 bytes.
  {
    kind: 'google_oauth_token',
    make: (random) => `ya29.${random.string(BASE64URL, random.integer(60, 220))}`,
  },
  // Google Cloud, "Create and delete service account keys": the identifier of a key in its JSON file.
  {
    kind: 'gcp_service_account',
    make: (random) => ({
      before: '"type": "service_account", "private_key_id": "',
      value: random.string(HEX, 40),
      after: '"',
    }),
  },
  // Slack, "Token types"; gitleaks slack-bot-token, slack-user-token, slack-app-token.
  {
    kind: 'slack_token',
    make: (random) => `xoxb-${random.shape('############-#############')}-${random.string(ALPHANUMERIC, 24)}`,
  },
  {
    kind: 'slack_token',
    make: (random) =>
      `xoxp-${random.shape('############-############-############')}-${random.string(HEX, 32)}`,
  },
  {
    kind: 'slack_token',
    make: (random) =>
      `xapp-1-A${random.string(UPPER + DIGITS, 10)}-${random.digits(13)}-${random.string(HEX, 64)}`,
  },
  // Slack, "Sending messages using incoming webhooks"; gitleaks slack-webhook-url.
  {
    kind: 'slack_webhook',
    make: (random) => ({
      before: 'https://hooks.slack.com/services/',
      value: `T${random.string(UPPER + DIGITS, 10)}/B${random.string(UPPER + DIGITS, 10)}/${random.string(ALPHANUMERIC, 24)}`,
    }),
  },
  // Stripe, "API keys" and "Receive Stripe events in your webhook endpoint"; gitleaks stripe-access-token.
  {
    kind: 'stripe_key',
    make: (random) =>
      `${random.pick(['sk', 'rk'])}_live_${random.string(ALPHANUMERIC, random.pick([24, 99]))}`,
  },
  {
    kind: 'stripe_test_key',
    make: (random) =>
      `${random.pick(['sk', 'rk'])}_test_${random.string(ALPHANUMERIC, random.pick([24, 99]))}`,
  },
  { kind: 'stripe_webhook_secret', make: (random) => `whsec_${random.string(ALPHANUMERIC, 32)}` },
  // gitleaks anthropic-api-key and anthropic-admin-api-key.
  {
    kind: 'anthropic_key',
    make: (random) => `sk-ant-${random.pick(['api03', 'admin01'])}-${random.string(BASE64URL, 93)}AA`,
  },
  // gitleaks openai-api-key: projects, service accounts, and the older user keys. The middle is Base64 of "OpenAI".
  {
    kind: 'openai_key',
    make: (random) => {
      const length = random.pick([58, 74]);
      const prefix = random.pick(['sk-proj-', 'sk-svcacct-', 'sk-admin-']);
      return `${prefix}${random.string(BASE64URL, length)}T3BlbkFJ${random.string(BASE64URL, length)}`;
    },
  },
  {
    kind: 'openai_key',
    make: (random) => `sk-${random.string(ALPHANUMERIC, 20)}T3BlbkFJ${random.string(ALPHANUMERIC, 20)}`,
  },
  // xAI, "The Hitchhiker's Guide to Grok"; GitHub's list of supported secret scanning patterns.
  { kind: 'xai_key', make: (random) => `xai-${random.string(ALPHANUMERIC, 80)}` },
  // Groq, "API keys"; GitHub's list of supported secret scanning patterns.
  { kind: 'groq_key', make: (random) => `gsk_${random.string(ALPHANUMERIC, 52)}` },
  // Twilio, "What is a String Identifier (SID)?"; gitleaks twilio-api-key. The auth token has no prefix.
  { kind: 'twilio_key', make: (random) => `SK${random.string(HEX, 32)}` },
  {
    kind: 'twilio_key',
    make: (random) => ({
      before: random.pick(['TWILIO_AUTH_TOKEN=', 'twilio auth token: ', 'authToken: "']),
      value: random.string(HEX, 32),
    }),
  },
  // Twilio SendGrid, "API keys"; gitleaks sendgrid-api-token.
  {
    kind: 'sendgrid_key',
    make: (random) => `SG.${random.string(BASE64URL, 22)}.${random.string(BASE64URL, 43)}`,
  },
  // Microsoft, "Configure Azure Storage connection strings": a key of 64 bytes; Service Bus has keys of 32.
  {
    kind: 'azure_connection_string',
    make: (random) => ({
      before: 'DefaultEndpointsProtocol=https;AccountName=storeweu;AccountKey=',
      value: `${random.string(BASE64, 86)}==`,
      after: ';EndpointSuffix=core.windows.net',
    }),
  },
  {
    kind: 'azure_connection_string',
    make: (random) => ({
      before: 'Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=',
      value: `${random.string(BASE64, 43)}=`,
    }),
  },
  // Microsoft, "Create a service SAS": HMAC-SHA256, Base64, percent-encoded.
  {
    kind: 'azure_sas',
    make: (random) => ({
      before:
        'https://storeweu.blob.core.windows.net/in/a.csv?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sr=b&sp=r&sig=',
      value: `${encodeURIComponent(random.string(BASE64, 43))}%3D`,
    }),
  },
];
