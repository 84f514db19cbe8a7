import { createContextKeys } from '@botanu/core/inbound';
import { context, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { type EnableOptions, resolveConfiguration } from '../src/configuration';
import { destinationOf } from '../src/destination';
import { isInsider } from '../src/insiders';
import { isModelProvider } from '../src/model-providers';
import { Account } from '../src/propagation-account';
import { createTargetRule } from '../src/propagation-targets';

const propagationOf = (options: EnableOptions, environment: Record<string, string>) =>
  resolveConfiguration(options, environment).propagation;

const toHost = (host: string) => ({ kind: 'hosts', hosts: [host] }) as const;

describe('who is an insider', () => {
  it.each([
    ['localhost', '127.0.0.1', '127.8.9.1', '::1', '0.0.0.0', 'app.localhost'],
    ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd12:3456::1', 'fc00::1'],
    [
      'knowledge',
      'my_service',
      'web-1',
      'a.svc',
      'a.b.svc.cluster.local',
      'vm.c.project.internal',
      'nas.local',
    ],
    ['::ffff:10.0.0.1'],
  ])('%s, %s, …', (...hosts) => {
    expect(hosts.filter((host) => !isInsider(host))).toEqual([]);
  });

  it.each([
    [
      'api.openai.com',
      'example.com',
      'internal.example.com',
      'evil-internal.com',
      'local.evil.com',
      'svc.evil.com',
    ],
    ['8.8.8.8', '172.32.0.1', '172.15.255.255', '192.169.0.1', '100.128.0.1', '11.0.0.1', '169.254.169.254'],
    ['2001:db8::1', 'fe00::1', '::ffff:8.8.8.8', '2130706433', '0x7f000001', '', 'a b', '10.1.2.3.evil.com'],
  ])('not: %s, %s, …', (...hosts) => {
    expect(hosts.filter(isInsider)).toEqual([]);
  });
});

it.each([
  'api.openai.com',
  'eu.api.openai.com',
  'myresource.openai.azure.com',
  'my.services.ai.azure.com',
  'api.anthropic.com',
  'bedrock-runtime.us-east-1.amazonaws.com',
  'vpce-1-2.bedrock-runtime.us-east-1.vpce.amazonaws.com',
  'runtime.sagemaker.eu-west-1.amazonaws.com',
  'us-central1-aiplatform.googleapis.com',
  'generativelanguage.googleapis.com',
  'api.mistral.ai',
  'api.groq.com',
])('%s is that of a model provider, which no pattern reaches', (host) => {
  expect(isModelProvider(host)).toBe(true);
  const broad = createTargetRule(['*.com', '*.ai', /./]);
  expect(broad(toHost(host))).toBe('never sent');
  expect(createTargetRule([host])(toHost(host))).toBe('sent');
  expect(createTargetRule(['*'])(toHost(host))).toBe('sent');
  expect(createTargetRule(() => true)(toHost(host))).toBe('sent');
});

it.each(['openai.com.evil.org', 'notopenai.com', 's3.us-east-1.amazonaws.com', 'example.com'])(
  '%s is not',
  (host) => expect(isModelProvider(host)).toBe(false),
);

describe('the rule', () => {
  it('wants every host of a call allowed: one through a proxy names two', () => {
    const rule = createTargetRule([]);
    expect(rule({ kind: 'hosts', hosts: ['proxy.internal', 'localhost'] })).toBe('sent');
    expect(rule({ kind: 'hosts', hosts: ['proxy.internal', 'api.stripe.com'] })).toBe('held back');
    expect(rule({ kind: 'hosts', hosts: ['a URL that cannot be read', 'proxy.internal'] })).toBe('held back');
  });

  it('tells queues, and neither models nor the unknown', () => {
    const rule = createTargetRule([/./]);
    expect([rule({ kind: 'queue' }), rule({ kind: 'model' }), rule({ kind: 'unknown' })]).toEqual([
      'sent',
      'never sent',
      'held back',
    ]);
  });

  it('matches patterns against the whole host name, in any case', () => {
    const rule = createTargetRule(['*.Mine.example', 'exact.example', /^a\d+\.example$/g]);
    const verdicts = (hosts: string[]) => hosts.map((host) => rule(toHost(host)));
    expect(
      verdicts(['a.mine.example', 'a.b.mine.example', 'exact.example', 'a1.example', 'a2.example']),
    ).toEqual(Array(5).fill('sent'));
    expect(
      verdicts(['mine.example', 'a.mine.example.evil.com', 'aXmine.example', 'b.exact.example']),
    ).toEqual(Array(4).fill('held back'));
  });

  it('sends to no public host that nobody has named, whatever it is called', () => {
    const rule = createTargetRule([]);
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        fc.pre(!/\.(local|internal|svc|localhost)$/.test(domain));
        expect(rule(toHost(domain))).not.toBe('sent');
      }),
    );
  });
});

describe('the destination of a call', () => {
  const of = (kind: SpanKind | undefined, attributes: Record<string, unknown>) =>
    destinationOf(trace.setSpan(ROOT_CONTEXT, { kind, attributes } as unknown as Span));

  it.each<[Record<string, unknown>, string[]]>([
    [{ 'server.address': 'API.example.com.', 'url.full': 'https://api.example.com/x' }, ['api.example.com']],
    [{ 'net.peer.name': 'old.example', 'http.url': 'http://old.example:8080/' }, ['old.example']],
    [{ 'url.full': 'http://[::1]:8080/' }, ['::1']],
    [
      { 'server.address': 'proxy.internal', 'url.full': 'http://api.stripe.com/' },
      ['proxy.internal', 'api.stripe.com'],
    ],
    [
      { 'server.address': 'proxy', 'url.full': 'http://proxy:3128http://api.x.com/' },
      ['proxy', 'a URL that cannot be read'],
    ],
  ])('%j goes to %j', (attributes, hosts) => {
    expect(of(SpanKind.CLIENT, attributes)).toEqual({ kind: 'hosts', hosts });
  });

  it('is unknown where the span is no call, or says nothing', () => {
    const here = { 'server.address': 'localhost', 'url.full': 'http://localhost/' };
    for (const kind of [SpanKind.SERVER, SpanKind.INTERNAL, SpanKind.CONSUMER, undefined]) {
      expect(of(kind, here)).toEqual({ kind: 'unknown' });
    }
    expect(of(SpanKind.CLIENT, {})).toEqual({ kind: 'unknown' });
    expect(destinationOf(ROOT_CONTEXT)).toEqual({ kind: 'unknown' });
    expect(destinationOf(context.active())).toEqual({ kind: 'unknown' });
  });

  it('is a queue for a producer, and a model where the GenAI conventions say so', () => {
    expect(of(SpanKind.PRODUCER, { 'messaging.system': 'kafka' })).toEqual({ kind: 'queue' });
    expect(of(SpanKind.CLIENT, { 'gen_ai.provider.name': 'openai', 'server.address': 'localhost' })).toEqual({
      kind: 'model',
    });
    expect(of(SpanKind.CLIENT, { 'gen_ai.system': 'openai' })).toEqual({ kind: 'model' });
  });
});

it('the account has at most 200 hosts, and one entry for the rest', () => {
  const account = new Account();
  for (let index = 0; index < 1000; index += 1) {
    account.count(toHost(`h${index}.example`), index % 2 === 0 ? 'sent' : 'held back');
  }
  const record = account.toRecord();
  expect(Object.keys(record)).toHaveLength(201);
  expect(record['(other hosts)']).toEqual({ sent: 400, heldBack: 400 });
});

describe('the configuration', () => {
  const key = 'k'.repeat(32);

  it('comes from options, else from variables, else believes and signs as OpenTelemetry does', () => {
    expect(propagationOf({}, {})).toEqual({
      trustInbound: true,
      contextKeys: [],
      propagationTargets: [],
    });
    expect(
      propagationOf(
        {},
        {
          BOTANU_TRUST_INBOUND: 'signed',
          BOTANU_CONTEXT_KEY: ` ${key} , ${'p'.repeat(40)} `,
          BOTANU_PROPAGATION_TARGETS: 'api.example.com, *.mine.example',
        },
      ),
    ).toMatchObject({
      trustInbound: 'signed',
      contextKeys: [{ id: expect.stringMatching(/^[0-9a-f]{8}$/) }, {}],
      propagationTargets: ['api.example.com', '*.mine.example'],
    });
    expect(
      propagationOf({ trustInbound: false, propagationTargets: [] }, { BOTANU_TRUST_INBOUND: 'signed' }),
    ).toMatchObject({ trustInbound: false });
  });

  it.each<[object, Record<string, string>, string]>([
    [{ trustInbound: 'yes' }, {}, 'trustInbound is "yes"'],
    [{}, { BOTANU_TRUST_INBOUND: 'constructor' }, 'BOTANU_TRUST_INBOUND is "constructor"'],
    [{ trustInbound: 'signed' }, {}, 'there is no key'],
    [{}, { BOTANU_CONTEXT_KEY: 'secret' }, 'BOTANU_CONTEXT_KEY: context key 1 is shorter than 32'],
    [{ contextKeys: [key, 7] }, {}, 'contextKeys: context key 2'],
    [{ contextKeys: [] }, {}, 'contextKeys'],
    [{ propagationTargets: 'api.example.com' }, {}, 'neither a list nor a function'],
    [{ propagationTargets: ['https://api.example.com'] }, {}, 'no host name'],
    [{ propagationTargets: ['api.example.com/v1'] }, {}, 'no host name'],
    [{ propagationTargets: ['api.example.com:8080'] }, {}, 'no host name'],
    [{ propagationTargets: [7] }, {}, 'no host name'],
    [{}, { BOTANU_PROPAGATION_TARGETS: 'a.example,http://b' }, 'BOTANU_PROPAGATION_TARGETS'],
  ])('%j %j is refused: %s', (options, environment, message) => {
    const resolve = () => propagationOf(options, environment);
    expect(resolve).toThrow(message);
    expect(resolve).not.toThrow('secret');
  });
});

it('a key is named by a hash, which says nothing about it', () => {
  const [key] = createContextKeys(['k'.repeat(32)]);
  expect(key?.id).not.toContain('k');
});
