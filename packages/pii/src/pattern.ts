/** The name of a pattern that comes with this package: what it looks for is in the README. */
export type PatternName =
  | 'aws_access_key'
  | 'aws_secret_key'
  | 'github_token'
  | 'gitlab_token'
  | 'npm_token'
  | 'pypi_token'
  | 'huggingface_token'
  | 'google_api_key'
  | 'google_oauth_token'
  | 'gcp_service_account'
  | 'slack_token'
  | 'slack_webhook'
  | 'stripe_key'
  | 'stripe_test_key'
  | 'stripe_webhook_secret'
  | 'anthropic_key'
  | 'openai_key'
  | 'xai_key'
  | 'groq_key'
  | 'twilio_key'
  | 'sendgrid_key'
  | 'azure_connection_string'
  | 'azure_sas'
  | 'jwt'
  | 'bearer_token'
  | 'basic_auth'
  | 'cookie'
  | 'private_key'
  | 'url_password'
  | 'dsn_password'
  | 'credit_card'
  | 'ssn_us'
  | 'phone_e164'
  | 'phone_us'
  | 'iban'
  | 'nino_uk'
  | 'vat_eu'
  | 'bank_routing_us'
  | 'dea_number'
  | 'medical_license'
  | 'passport'
  | 'drivers_license'
  | 'email'
  | 'ipv4'
  | 'ipv6';

/** How one kind of secret is recognised. Several may share a name. */
export interface Pattern {
  /** Names the findings. */
  readonly name: PatternName;
  /**
   * With which three characters it begins, several separated by blanks: `#` is a digit, `^` an upper-case letter, `_`
   * a blank, `*` anything. It is tried nowhere else. Letters stand for both cases where `source` ignores case.
   */
  readonly starts: string;
  /** Matches from there. */
  readonly source: RegExp;
  /** Whether the finding is not the match but a group that ends where the match ends: the rest is context. */
  readonly isInContext?: boolean;
  /** Whether the finding begins with a group that ends where the match begins, as a local part does at its `@`. */
  readonly isBehind?: boolean;
  /**
   * Whether a failure holds for the rest of the run of word characters and `-`, so that it is not looked at again.
   * Whatever reads an unbounded run before it can fail has to say so.
   */
  readonly isRun?: boolean;
  /** What the shape does not say, a checksum for example: how much of the finding counts, or 0. */
  readonly accept?: (found: string) => number;
}
