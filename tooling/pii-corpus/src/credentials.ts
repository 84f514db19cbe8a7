import { ALPHANUMERIC, BASE64, BASE64URL, type Random } from './random';
import type { Maker } from './secret';

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** RFC 7519: a signed token with the usual claims. */
function jwt(random: Random): string {
  const header = {
    alg: random.pick(['HS256', 'RS256', 'ES256']),
    typ: 'JWT',
    kid: random.string(ALPHANUMERIC, 8),
  };
  const claims = {
    sub: random.digits(10),
    aud: 'api',
    iat: random.integer(1.6e9, 1.8e9),
    scope: 'read write',
  };
  return `${base64url(header)}.${base64url(claims)}.${random.string(BASE64URL, random.pick([43, 86, 342]))}`;
}

/** What people choose: words, digits, and marks that a URL may carry (RFC 3986, userinfo). */
function password(random: Random): string {
  return `${random.pick(['S3cret', 'hunter2', 'Wint3r', 'correct-horse', 'pa55'])}${random.pick(['!', '.', '_', '-', '%21', '~'])}${random.string(ALPHANUMERIC, 6)}`;
}

function pem(random: Random): string {
  const label = random.pick(['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']);
  const lines = Array.from({ length: random.integer(3, 26) }, () => random.string(BASE64, 64));
  return [
    `-----BEGIN ${label}PRIVATE KEY-----`,
    ...lines,
    `${random.string(BASE64, 22)}==`,
    `-----END ${label}PRIVATE KEY-----`,
  ].join('\n');
}

/** Credentials that only their surroundings give away. */
export const credentials: readonly Maker[] = [
  // RFC 6750, section 2.1: b64token.
  {
    kind: 'bearer_token',
    make: (random) => ({
      before: random.pick([
        'Authorization: Bearer ',
        'authorization: bearer ',
        'Bearer ',
        '"Authorization": "Bearer ',
      ]),
      value: random.string(`${ALPHANUMERIC}-._~+/`, random.integer(24, 80)) + random.string(ALPHANUMERIC, 4),
    }),
  },
  { kind: 'jwt', make: jwt },
  // RFC 7516, section 7.1: encrypted, five parts.
  {
    kind: 'jwt',
    make: (random) =>
      [
        base64url({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }),
        random.string(BASE64URL, 342),
        random.string(BASE64URL, 16),
        random.string(BASE64URL, 90),
        random.string(BASE64URL, 22),
      ].join('.'),
  },
  // RFC 7617.
  {
    kind: 'basic_auth',
    make: (random) => ({
      before: random.pick(['Authorization: Basic ', 'authorization: basic ', 'Proxy-Authorization: Basic ']),
      value: Buffer.from(`${random.string('abcdefgh', 6)}:${password(random)}`).toString('base64'),
    }),
  },
  // RFC 6265, sections 4.1 and 4.2.
  {
    kind: 'cookie',
    make: (random) => ({
      before: random.pick(['Cookie: ', 'cookie: ']),
      value: `sid=${random.string(ALPHANUMERIC, 32)}; _ga=GA1.2.${random.digits(9)}`,
      after: '\n',
    }),
  },
  {
    kind: 'cookie',
    make: (random) => ({
      before: 'Set-Cookie: ',
      value: `session=${random.string(BASE64URL, 40)}`,
      after: '; Path=/; HttpOnly; Secure\n',
    }),
  },
  // RFC 7468, and the formats of OpenSSL and OpenSSH.
  { kind: 'private_key', make: pem },
  // RFC 3986, section 3.2.1, as databases and brokers take it.
  {
    kind: 'url_password',
    make: (random) => ({
      before: `${random.pick(['postgres', 'mysql', 'mongodb+srv', 'redis', 'amqp', 'https'])}://${random.pick(['app', '', 'svc-user'])}:`,
      value: password(random),
      after: `@db${random.digits(1)}.internal:${random.pick(['5432', '3306', '6379'])}/shop`,
    }),
  },
  // libpq, "Keyword/value connection strings"; ADO.NET, "Connection string syntax"; go-sql-driver/mysql, "DSN".
  {
    kind: 'dsn_password',
    make: (random) => ({
      before: 'host=db.internal port=5432 user=app password=',
      value: password(random),
      after: ' dbname=shop',
    }),
  },
  {
    kind: 'dsn_password',
    make: (random) => ({
      before: 'Server=tcp:sql.internal,1433;Database=shop;User Id=sa;Password=',
      value: password(random),
      after: ';Encrypt=true;',
    }),
  },
  {
    kind: 'dsn_password',
    make: (random) => ({
      before: 'app:',
      value: password(random),
      after: '@tcp(db.internal:3306)/shop?parseTime=true',
    }),
  },
];
