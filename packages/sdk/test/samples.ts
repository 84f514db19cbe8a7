import type { OptionName } from '../src/configuration-table';

/** One good value of a setting, as each source writes it, and what must be refused. */
export interface Sample {
  /** In code. */
  readonly option: unknown;
  /** In a variable and, where `yaml` is absent, in a file; absent where only code can say it. */
  readonly text?: string;
  /** In a file, as YAML. */
  readonly yaml?: string;
  /** What is resolved from a text. */
  readonly resolved: unknown;
  /** In code, refused. */
  readonly badOption: unknown;
  /** In a variable, refused; absent where every text is good. */
  readonly badText?: string;
}

const KEY = 'k'.repeat(32);
const flag = (option: boolean): Sample => ({
  option,
  text: String(option),
  resolved: option,
  badOption: 'yes',
  badText: 'abc',
});
const number = (option: number): Sample => ({
  option,
  text: String(option),
  resolved: option,
  badOption: 1.5,
  badText: 'abc',
});
const text = (option: string): Sample => ({ option, text: option, resolved: option, badOption: 7 });
const choice = (option: string): Sample => ({ ...text(option), badOption: 'abc', badText: 'abc' });

/** A row of the table without a sample does not compile. */
export const SAMPLES: Readonly<Record<OptionName, Sample>> = {
  serviceName: text('desk'),
  serviceVersion: { ...text('1.2.3'), yaml: "'1.2.3'" },
  serviceNamespace: text('support'),
  environment: { ...text('staging'), badText: 'x'.repeat(513) },
  apiKey: { ...text('bk_live_1'), yaml: `\${SAMPLE_KEY}`, badOption: 'two words', badText: 'two words' },
  otlpEndpoint: { ...text('http://127.0.0.1:4318'), badOption: 'localhost:4318', badText: 'ftp://host' },
  otlpHeaders: {
    option: { 'x-team': 'a b' },
    text: 'x-team=a%20b',
    yaml: '{ x-team: a b }',
    resolved: { 'x-team': 'a b' },
    badOption: { 'x team': 'a' },
    badText: 'abc',
  },
  tracesExporter: choice('console'),
  maxQueueSize: number(1000),
  maxExportBatchSize: number(100),
  scheduleDelayMs: number(1000),
  exportTimeoutMs: number(2000),
  shutdownTimeoutMs: number(3000),
  'spool.dir': text('/var/spool/desk'),
  'spool.maxBytes': { ...number(70_000), badText: '1' },
  contentCaptureRate: { ...number(0.5), badOption: 2, badText: '1,5' },
  contentMaxChars: { ...number(100), badText: '0' },
  scrubber: { option: 'none', resolved: 'none', badOption: 'all' },
  'pii.enabled': flag(false),
  'pii.disablePatterns': {
    option: ['email', 'ip_address'],
    text: 'email, ip_address',
    yaml: '[email, ip_address]',
    resolved: ['email', 'ip_address'],
    badOption: ['emails'],
    badText: 'emails',
  },
  'pii.customPatterns': {
    option: [{ name: 'order', pattern: /order-\d+/i }],
    yaml: '[{ name: order, pattern: "order-\\\\d+", flags: i }]',
    resolved: [{ name: 'order', pattern: /order-\d+/i }],
    badOption: [{ name: 'order', pattern: '(' }],
  },
  'pii.detectors': { option: [], resolved: [], badOption: 'all' },
  'pii.useNlp': flag(true),
  'pii.replacement': { ...text('[GONE]'), yaml: "'[GONE]'", badText: 'ann@example.org' },
  autoDetectResources: flag(false),
  inferResourceCost: flag(false),
  instrumentations: {
    option: ['pg', 'express'],
    text: 'pg, express',
    yaml: '[pg, express]',
    resolved: ['pg', 'express'],
    badOption: [7],
  },
  metrics: flag(true),
  mode: choice('parallel'),
  exportScope: choice('runs'),
  enrichExisting: flag(false),
  trustInbound: { ...flag(false), badText: 'abc' },
  contextKeys: {
    option: [KEY],
    text: KEY,
    yaml: `\${SAMPLE_CONTEXT_KEY}`,
    resolved: [expect.objectContaining({ id: expect.any(String) })],
    badOption: ['short'],
    badText: 'short',
  },
  propagationTargets: {
    option: ['api.example.com'],
    text: 'api.example.com',
    yaml: '[api.example.com]',
    resolved: ['api.example.com'],
    badOption: 'api.example.com',
    badText: 'http://api.example.com',
  },
  logLevel: choice('error'),
};

/** What the samples of files refer to. */
export const SAMPLE_VARIABLES = { SAMPLE_KEY: 'bk_live_1', SAMPLE_CONTEXT_KEY: KEY };
