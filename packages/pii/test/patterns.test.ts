import { createScrubber, type PatternName } from '../src';
import { builtInPatterns } from '../src/patterns';

const scrubber = createScrubber();

/** Texts, each with what has to go in `«»`. Keys are put together here: secret scanners read this file, too. */
const A = 'Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv1Wx2Yz3';
const HEX = '0123456789abcdef0123456789abcdef01234567';

const examples: Readonly<Record<PatternName, readonly string[]>> = {
  aws_access_key: [`«AKIA${'IOSFODNN7EXAMPLE'}»`, `key=«ASIA${'IOSFODNN7EXAMPLE'}»;`],
  aws_secret_key: [
    'aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»',
    '{"SecretAccessKey":"«wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»"}',
    'AWS_SECRET_ACCESS_KEY=«wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»',
  ],
  github_token: [
    `«gh${'p_'}${A}»`,
    `«github${'_pat_'}${A}_${A}»`,
    `my_«gh${'s_'}${A}»`,
    `«gh${'o_'}${A}»`,
    `«gh${'u_'}${A}»`,
    `«gh${'r_'}${A}»`,
  ],
  gitlab_token: [`«gl${'pat-'}Ab1_d2-f3Gh4Ij5Kl6Mn»`],
  npm_token: [`//registry.npmjs.org/:_authToken=«np${'m_'}${A}»`],
  pypi_token: [`«py${'pi-'}AgEIcHlwaS5vcmc${A}${A}»`],
  huggingface_token: [`«h${'f_'}AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh»`],
  google_api_key: [`?key=«AI${'za'}Ab1_d2-f3Gh4Ij5Kl6Mn7Op8Qr9St0Uv1Wx»&x=1`],
  google_oauth_token: [`«ya${'29.'}${A}»`],
  gcp_service_account: [`"private_key_id": "«${HEX}»"`],
  slack_token: [
    `«xo${'xb-'}123456789012-123456789012-${A}»`,
    `«xa${'pp-'}1-A0123456789-1234567890123-${HEX}»`,
  ],
  slack_webhook: [`https://hooks.slack.com/services/«T01234567/B01234567/${A}»`],
  stripe_key: [`«sk${'_live_'}${A}»`, `«rk${'_live_'}${A}»`],
  stripe_test_key: [`«sk${'_test_'}${A}»`, `«rk${'_test_'}${A}»`, `«pk${'_test_'}${A}»`],
  stripe_webhook_secret: [`«wh${'sec_'}${A}»`],
  anthropic_key: [`«sk-${'ant-'}api03-${A}_-${A}AA»`],
  openai_key: [`«sk-${'proj-'}Ab_-${A}»`, `«sk-${'svcacct-'}Ab_-${A}»`, `«sk-${A}T3BlbkFJ${A}»`],
  xai_key: [`«xa${'i-'}${A}${A}»`],
  groq_key: [`«gs${'k_'}${A}»`],
  twilio_key: [`«SK${HEX.slice(0, 32)}»`, `TWILIO_AUTH_TOKEN=«${HEX.slice(0, 32)}»`],
  sendgrid_key: [`«SG${'.'}${A.slice(0, 22)}.${A}Abcd»`],
  azure_connection_string: [
    `AccountName=a;AccountKey=«${A}${A}Abcdefgh==»;EndpointSuffix=core.windows.net`,
    `Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=«${A}Abc=»`,
  ],
  azure_sas: [`?sv=2024-11-04&sr=b&sig=«${A}Abcd%3D»&se=2026`],
  bearer_token: [`Authorization: Bearer «${A}»`, 'Authorization: Bearer «abcdefgh»', `bearer «${A}»`],
  jwt: ['«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U»'],
  basic_auth: ['Authorization: Basic «QWxhZGRpbjpvcGVuIHNlc2FtZQ==»'],
  cookie: [
    'Cookie: «sid=31d4; lang=en»',
    '{"cookie":"«sid=31d4»"}',
    '"set-cookie":[«"sid=1; Path=/", "b=2"»]',
  ],
  private_key: [
    `«-----BEGIN ${'RSA PRIVATE KEY'}-----\nMIIEow==\n-----END RSA PRIVATE KEY-----»`,
    `{"type":"service_account","private_key":"«-----BEGIN ${'PRIVATE KEY'}-----\\nMIIEow==\\n-----END PRIVATE KEY-----»\\n"}`,
    `«-----BEGIN ${'OPENSSH PRIVATE KEY'}-----\nb3BlbnNzaC1rZXk»`,
  ],
  url_password: [
    'postgres://app:«p@ss:word»@db:5432/shop',
    'redis://:«pass»@db',
    'https://a:«b%21»@example.com/',
  ],
  dsn_password: [
    'Server=db;User Id=sa;Password=«S3cret!»;',
    'app:«S3cret!»@tcp(db:3306)/shop',
    'app:«S3cret!»@unix(/run/mysqld.sock)/shop',
    'password=«x» dbname=y',
  ],
  credit_card: [
    '«4111 1111 1111 1111»',
    '«5555-5555-5555-4444»',
    '«378282246310005»',
    '«6011000990139424» 12/27',
  ],
  ssn_us: ['«123-45-6789»', 'SSN 123456789'.replace('123456789', '«123456789»')],
  email: [
    '<«ada.lovelace+x@mail.example.co.uk»>',
    "«o'brien@example.com».",
    '«用户@例子.广告»',
    '«jürgen@müller.de»',
    '請聯絡«wang@example.com»謝謝',
    '«"ada lovelace"@example.com»',
    'mailto:«ada@example.com»?subject=x',
  ],
  phone_e164: ['«+442079460958»', '«+44 20 7946 0958»', '«+1 (415) 555-2671»', '«+49 (0)30 901820»'],
  phone_us: [
    '«(415) 555-2671»',
    '«415-555-2671»',
    '«415.555.2671» ',
    '«1-415-555-2671 ext. 12»',
    'phone: «4155552671»',
  ],
  ipv4: ['«192.168.0.1»:8080', '«10.0.0.0»/8', '«1.2.3.4», «5.6.7.8»'],
  ipv6: [
    '«2001:db8:0:0:8:800:200c:417a»',
    '«2001:DB8::8:800:200C:417A»',
    '«FF01::101»',
    '«::1»',
    '«fe80::1%eth0»',
    '«::ffff:129.144.52.38»',
    '«::13.1.68.3»',
    '[«2001:db8::1»]:443',
    '«2001:db8::1»/64',
    'addr:«2001:db8::»',
    '«1:2:3:4:5:6:7::»',
    '«0:0:0:0:0:FFFF:129.144.52.38»',
  ],
  iban: ['«GB82 WEST 1234 5698 7654 32» GBP', '«DE89370400440532013000»'],
  nino_uk: ['«AB 12 34 56 C»', '«AB123456C»'],
  vat_eu: ['«DE 123 456 789»', '«ATU12345678»', '«NL123456789B01»'],
  bank_routing_us: ['routing number: «021000021»'],
  dea_number: ['DEA: «AB1234563»'],
  medical_license: ['Medical License No. «A12345»'],
  passport: ['passport number is «C01X00T47»', 'Passport No: «123456789»'],
  drivers_license: ["driver's license: «D123-4567-8901»", 'driving licence «MORGA657054SM9IJ»'],
};

/** What looks like it at the first sight, and has to stay. */
const lookAlikes: Readonly<Record<PatternName, readonly string[]>> = {
  aws_access_key: ['AKIAIOSFODNN7EXAMPL', 'AKIAIOSFODNN7EXAMPLES', 'ASIATIC CONFERENCE 2026'],
  aws_secret_key: [`aws commit = ${HEX}`, 'aws_secret_access_key = <your key>', `checksum: ${HEX}`],
  github_token: [`gh${'p_'}short`, 'github_pat_short', 'ghs_status'],
  gitlab_token: [`gl${'pat-'}short`, 'glrt-x'],
  npm_token: ['npm_config_registry', 'npm_lifecycle_event'],
  pypi_token: ['pypi-publish', 'pypi-attestations-verifier'],
  huggingface_token: ['hf_hub_download', 'hf_transfer'],
  google_api_key: ['AIzaShort', 'AIza is how Google keys begin'],
  google_oauth_token: ['ya29.short', 'GOCSPX-short'],
  gcp_service_account: ['"private_key_id": "abc123"', `commit_id: ${HEX}`],
  slack_token: ['xoxo-hugs', 'xoxb-1', 'xapp-x'],
  slack_webhook: ['https://hooks.slack.com/services/', 'https://slack.com/help/articles/115005265063'],
  stripe_key: ['sk_live_x', 'task_live_update_of_it', 'risk_live_monitoring'],
  stripe_test_key: ['sk_test_mode', 'task_test_everything_twice'],
  stripe_webhook_secret: ['whsec_test', 'whsec_...'],
  anthropic_key: ['sk-ant-api03', 'sk-antler'],
  openai_key: [
    'sk-learn',
    'sk-proj-name',
    'task-a-long-name-of-a-branch-that-somebody-made',
    'desk-0123456789',
  ],
  xai_key: ['xai-grok', 'xai-sdk-python'],
  groq_key: ['gsk_name', 'gsk_'],
  twilio_key: [`SK${HEX.slice(0, 31)}`, `AC${HEX.slice(0, 33)}`, 'ACCOUNT', `sha ${HEX.slice(0, 32)}`],
  sendgrid_key: ['SG.1.2', 'SG.com.example'],
  azure_connection_string: [
    'AccountKey=<key>',
    'AccountKey=$KEY;',
    'SharedAccessKeyName=RootManageSharedAccessKey',
  ],
  azure_sas: ['sig=abc', 'config=on'],
  jwt: ['eyJ is how they begin', 'eyJhbGciOiJIUzI1NiJ9', 'eyJ-eyJ-eyJ-'],
  bearer_token: ['Bearer bonds', 'bearer of bad news', 'Bearer infrastructures-and-documentation'],
  basic_auth: ['Basic understanding', `Basic ${'QWxhZGRpbg'}==`, 'basic training-course'],
  cookie: ['Cookie policy', 'cookie: a small cake', 'Set-Cookie'],
  private_key: [
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
  ],
  url_password: ['https://example.com:8080/a@2x', 'postgres://app@db/shop', 'postgres://app:<password>@db'],
  dsn_password: ['password=<secret> host=db', 'the password is required', 'pwd: /home/app'],
  credit_card: [
    '4111 1111 1111 1112',
    '1234 5678 9012 3452',
    '9999999999999995',
    'order 4111111111111111111111',
  ],
  ssn_us: ['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000', 'order 123-45-67890'],
  email: ['npm@1.2.3', 'logo@2x.png', 'user@host', '@media (x)', 'a @ b.co', '@botanu/sdk'],
  phone_e164: ['+1', '+12', '3+4415', 'UTC+02:00', '+83 123456789'],
  phone_us: ['4155552671', '411-555-2671', '415-555-26711', '(115) 555-2671', '192-168-0001'],
  ipv4: [
    '10.0.19045.1',
    'v1.2.3.4',
    'version 1.2.3.4',
    '1.3.6.1.4.1.311',
    '256.1.1.1',
    'openssl-1.1.1.4.tar.gz',
  ],
  ipv6: ['::', '00:1A:2B:3C:4D:5E', 'std::vector', '12:30:45', '1:2:3', '00:1a:2b:ff:fe:3c:4d:5e'],
  iban: ['GB83 WEST 1234 5698 7654 32', 'DE99370400440532013000', 'ZZ82 WEST 1234 5698 7654 32'],
  nino_uk: ['GB123456C', 'AB123456E', 'DA123456C', 'QQ123456C'],
  vat_eu: ['DE12345678', 'ATU1234567', 'US123456789', 'PR123456789'],
  bank_routing_us: ['021000021', 'routing number: 021000022', 'routing number: 991000021'],
  dea_number: ['AB1234563', 'DEA: AB1234564'],
  medical_license: ['A12345', 'licence A12345', 'medical licences are issued by the state'],
  passport: ['C01X00T47', 'passport control at 10:30', 'passport renewal'],
  drivers_license: ['D123-4567-8901', "a driver's license is required", 'download 12345'],
};

describe.each(Object.entries(lookAlikes))('what looks like %s', (_name, texts) => {
  it.each(texts)('%s stays', (text) => {
    expect(scrubber.find(text)).toEqual([]);
  });
});

describe.each(Object.entries(examples))('%s', (name, texts) => {
  it.each(texts)('%s', (marked) => {
    const text = marked.replace(/[«»]/g, '');
    const expected = [...marked.matchAll(/«(.*?)»/gs)].map(([, value]) => value);
    const findings = scrubber.find(text);
    expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
    expect([...new Set(findings.map(({ pattern }) => pattern))]).toEqual([name]);
  });

  it('can be switched off', () => {
    const without = createScrubber({ disablePatterns: [name as PatternName] });
    for (const text of texts) {
      const names = without.find(text.replace(/[«»]/g, '')).map(({ pattern }) => pattern);
      expect(names).not.toContain(name);
    }
  });
});

it('there is an example of every pattern', () => {
  expect(Object.keys(examples).sort()).toEqual([...new Set(builtInPatterns.map(({ name }) => name))].sort());
});

it.each([
  ['an order number', 'order 112-3456789-1234567, order 4501234567'],
  ['tracking numbers', '1Z999AA10123456784 and 9400 1000 0000 0000 0000 00 and RA123456785DE'],
  ['a UUID', '123e4567-e89b-42d3-a456-426614174000'],
  [
    'hashes',
    'd41d8cd98f00b204e9800998ecf8427e e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ],
  ['a commit', 'commit 7d7fbe6a0c0f9d7b9a4e4b2c5d1e8f3a6b9c0d1e'],
  ['times', '2026-08-01T10:30:00.123Z, 2026-08-01 10:30:00+02:00, 1785580200, 1785580200123'],
  ['versions', '10.0.19045.1, v1.2.3.4, version 1.2.3.4, 120.0.6099.109, openssl-1.1.1.4.tar.gz'],
  ['an OID', '1.3.6.1.4.1.311'],
  ['ISBNs', '978-3-16-148410-0, 0-306-40615-2, 9783161484100'],
  ['MACs', '00:1A:2B:3C:4D:5E and 00:1a:2b:ff:fe:3c:4d:5e'],
  ['prices and ratios', '$1,234.56, 1.234,56 €, 16:9, 1:2:3'],
  ['packages', 'npm@1.2.3, react@18.3.0-rc.1, lodash@4.17.21.tgz'],
  ['a picture', 'logo@2x.png'],
  ['bonds', 'Bearer bonds, Bearer infrastructures-and-documentation'],
  ['Basic training', 'Basic training, basic understanding'],
  ['card numbers with a wrong check digit', '4111 1111 1111 1112'],
  ['impossible social security numbers', '000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000'],
  ['code', 'std::vector, a::b, x :: Int, p::before, key: value, @media (x), user@host'],
  ['numbers of papers without a word for it', 'X1234567 and 021000021 and AB1234563'],
  ['IBANs with wrong check digits', 'GB83 WEST 1234 5698 7654 32'],
  [
    'template passwords',
    'postgres://app:<password>@db, postgres://app:****@db and password=<secret> host=db',
  ],
])('leaves %s alone', (_name, text) => {
  expect(scrubber.scrub(text)).toBe(text);
});
