import type { Pattern } from './pattern';

/**
 * Keys that say themselves what they are: issuers prefix them so that they can be found. A run of the issuer's
 * alphabet counts from its shortest length and is always taken as a whole, since keys have grown over the years.
 */
export const serviceKeys: readonly Pattern[] = [
  { name: 'aws_access_key', starts: 'AKI ASI', source: /A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  {
    // 40 characters that say nothing by themselves: beside a key id, or behind a name.
    name: 'aws_secret_key',
    starts: 'AKI ASI',
    source:
      /A[KS]IA[A-Z0-9]{16}[^A-Za-z0-9/+][\s\S]{0,80}?(?<![\w/+])(?![\da-f]{40})([A-Za-z0-9/+]{40})(?![\w/+=])/,
    isInContext: true,
  },
  {
    name: 'aws_secret_key',
    starts: 'aws sec',
    source: /(?:aws|secret)[\w\s."'-]{0,40}?[:=]>?[\s"']{0,4}(?![\da-f]{40})([A-Za-z0-9/+]{40})(?![\w/+=])/i,
    isInContext: true,
  },
  {
    name: 'github_token',
    starts: 'ghp gho ghu ghs ghr git',
    source: /(?:gh[pousr]_\w{36,}|github_pat_\w{22,})(?:\.[\w-]{20,}){0,2}/,
  },
  {
    name: 'gitlab_token',
    starts: 'gl*',
    source: /gl(?:pat|ptt|rt|dt|soat|cbt|ft|imt|agent|oas)-[\w-]{20,}(?:\.\w{2,}){0,2}/,
  },
  { name: 'npm_token', starts: 'npm', source: /npm_[A-Za-z0-9]{36,}/ },
  { name: 'pypi_token', starts: 'pyp', source: /pypi-[\w-]{50,}/ },
  { name: 'huggingface_token', starts: 'hf* api', source: /(?:hf|api_org)_[A-Za-z0-9]{30,}/ },
  { name: 'google_api_key', starts: 'AIz', source: /AIza[\w-]{35,}/ },
  {
    name: 'google_oauth_token',
    starts: 'ya2 GOC',
    source: /(?:ya29\.[\w-]{20,}(?:\.[\w-]+)*|GOCSPX-[\w-]{20,})/,
  },
  {
    name: 'gcp_service_account',
    starts: 'pri',
    source: /private_key_id["'\s]{0,4}[:=]["'\s]{0,4}([0-9a-f]{40})(?!\w)/,
    isInContext: true,
  },
  { name: 'slack_token', starts: 'xox xap', source: /(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w%-]{10,}/ },
  {
    name: 'slack_webhook',
    starts: 'hoo',
    source: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/([\w/]{20,})/,
    isInContext: true,
  },
  { name: 'stripe_key', starts: 'sk* rk* pk*', source: /[prs]k_live_\w{10,}/ },
  { name: 'stripe_test_key', starts: 'sk* rk* pk*', source: /[prs]k_test_\w{10,}/ },
  { name: 'stripe_webhook_secret', starts: 'whs', source: /whsec_[\w+/]{20,}={0,2}/ },
  { name: 'anthropic_key', starts: 'sk-', source: /sk-ant-[\w-]{20,}/ },
  {
    name: 'openai_key',
    starts: 'sk-',
    source: /sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,}|[A-Za-z0-9]{32,})/,
  },
  { name: 'xai_key', starts: 'xai', source: /xai-\w{20,}/ },
  { name: 'groq_key', starts: 'gsk', source: /gsk_[A-Za-z0-9]{20,}/ },
  {
    name: 'twilio_key',
    starts: 'SK# AC# SKa SKb SKc SKd SKe SKf ACa ACb ACc ACd ACe ACf',
    source: /(?:SK|AC)[0-9a-f]{32}(?!\w)/,
  },
  {
    name: 'twilio_key',
    starts: 'twi aut',
    source: /(?:twilio|auth_?token)[\w\s."'-]{0,40}?[:=]>?[\s"']{0,4}([0-9a-f]{32})(?!\w)/i,
    isInContext: true,
  },
  { name: 'sendgrid_key', starts: 'SG.', source: /SG\.[\w-]{16,}\.[\w-]{16,}/ },
  {
    name: 'azure_connection_string',
    starts: 'acc sha',
    source: /(?:account|sharedaccess)key\s?=\s?([A-Za-z0-9+/]{40,}={0,2})/i,
    isInContext: true,
  },
  { name: 'azure_sas', starts: 'sig', source: /sig=([\w%+/-]{40,}={0,2})/i, isInContext: true },
];
