import { luhnDigit } from './check-digits';
import { ALPHANUMERIC, BASE64, DIGITS, HEX, type Random, UPPER } from './random';
import type { Maker, Secret } from './secret';

function hex(random: Random, length: number): string {
  return random.string(HEX, length);
}

/** RFC 9562. */
function uuid(random: Random): string {
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${random.pick([...'89ab'])}${hex(random, 3)}-${hex(random, 12)}`;
}

/** A number in the range and of the length of cards, whose check digit is wrong. */
function notACard(random: Random): string {
  const payload = `4${random.digits(14)}`;
  return payload + ((Number(luhnDigit(payload)) + random.integer(1, 9)) % 10);
}

function date(random: Random): string {
  return new Date(random.integer(1.4e12, 1.9e12)).toISOString();
}

function inContext(before: string, value: string): Secret {
  return { before, value };
}

/** What has to stay, although it looks like something that has to go. */
export const lookAlikes: readonly Maker[] = [
  { kind: 'order number', make: (random) => random.shape('\\112-#######-#######') },
  {
    kind: 'order number',
    make: (random) =>
      inContext(
        'order ',
        random.shape(random.pick(['#####-####', 'ORD-########', '\\S\\O-#####-##', '##########'])),
      ),
  },
  // UPS, FedEx, USPS, DHL and the Universal Postal Union (S10) on the numbers of parcels.
  { kind: 'tracking number', make: (random) => random.shape('\\1Z######################'.slice(0, 19)) },
  {
    kind: 'tracking number',
    make: (random) =>
      random.shape(
        random.pick([
          '#### #### ####',
          '94## #### #### #### #### ##',
          'JD##################',
          'RA#########DE'.replace('A', '\\A'),
        ]),
      ),
  },
  { kind: 'uuid', make: uuid },
  { kind: 'hash', make: (random) => hex(random, random.pick([32, 64, 128])) },
  { kind: 'hash', make: (random) => `sha512-${random.string(BASE64, 86)}==` },
  { kind: 'commit id', make: (random) => random.pick([hex(random, 40), `commit ${hex(random, 7)}`]) },
  { kind: 'timestamp', make: date },
  { kind: 'timestamp', make: (random) => date(random).replace('T', ' ').replace('Z', '+02:00') },
  {
    kind: 'epoch time',
    make: (random) => random.pick(['1', '17']) + random.digits(random.pick([9, 12, 15, 18]) - 1),
  },
  {
    kind: 'version',
    make: (random) => random.shape(random.pick(['v#.##.#', '#.#.#-rc.#', '##.#.#+build.##', '\\^#.##.#'])),
  },
  {
    kind: 'version like an IPv4 address',
    make: (random) =>
      random.pick([
        `10.0.${random.integer(256, 99999)}.${random.digits(4)}`,
        `${random.integer(90, 140)}.0.${random.integer(1000, 7000)}.${random.integer(10, 250)}`,
      ]),
  },
  {
    kind: 'version like an IPv4 address',
    make: (random) => inContext(random.pick(['version ', 'v', 'Version: ']), random.shape('#.#.##.#')),
  },
  {
    kind: 'ISBN',
    make: (random) =>
      random.pick([
        random.shape('978-#-##-######-#'),
        `0-${random.digits(3)}-${random.digits(5)}-${random.digits(1)}`,
        `ISBN ${random.shape('978##########')}`,
      ]),
  },
  {
    kind: 'MAC address',
    make: (random) =>
      Array.from({ length: random.pick([6, 8]) }, () =>
        random.string(random.pick([HEX, '0123456789ABCDEF']), 2),
      ).join(random.pick([':', '-'])),
  },
  {
    kind: 'price',
    make: (random) =>
      random.pick([
        `$${random.integer(1, 999)},${random.digits(3)}.${random.digits(2)}`,
        `${random.integer(1, 999)}.${random.digits(3)},${random.digits(2)} €`,
        `USD ${random.integer(1, 9999)}.${random.digits(2)}`,
      ]),
  },
  {
    kind: 'ratio',
    make: (random) =>
      random.pick([
        `${random.integer(1, 99)}:${random.integer(1, 99)}`,
        `${random.integer(1, 9)}:${random.integer(1, 9)}:${random.integer(1, 9)}`,
        '12:30:45',
      ]),
  },
  {
    kind: 'package',
    make: (random) =>
      `${random.pick(['npm', 'react', 'lodash', '@scope/tool', 'left-pad'])}@${random.integer(0, 30)}.${random.integer(0, 30)}.${random.integer(0, 30)}`,
  },
  {
    kind: 'package',
    make: (random) => `${random.pick(['lodash', 'react'])}@${random.shape('#.#.#')}-beta.${random.digits(1)}`,
  },
  {
    kind: 'file name',
    make: (random) => random.pick(['logo@2x.png', 'icon@3x.webp', `backup-${random.digits(8)}.tar.gz`]),
  },
  {
    kind: 'words',
    make: (random) =>
      random.pick([
        'Bearer bonds',
        'bearer of good news',
        'Basic training',
        'basic authentication is off',
        'skateboard-sk-8er',
        'sk-learn-contrib',
        'Cookie: chocolate',
        'passport control',
        'npm_config_registry',
        'a routing table of 200 entries',
        'the DEA raid in 1998',
        'password=<your password> host=db',
      ]),
  },
  {
    kind: 'code',
    make: (random) =>
      random.pick([
        'std::vector<int>',
        'a::b::c',
        'Foo::Bar',
        'x ::= y',
        'key: value',
        'arr[1:2]',
        '@media (min-width: 600px)',
        'user@host',
        'git@main',
      ]),
  },
  { kind: 'card number with a wrong check digit', make: notACard },
  {
    kind: 'impossible social security number',
    make: (random) =>
      random.pick([
        `000-${random.digits(2)}-${random.digits(4)}`,
        `666-${random.digits(2)}-${random.digits(4)}`,
        `9${random.digits(2)}-${random.digits(2)}-${random.digits(4)}`,
        `123-00-${random.digits(4)}`,
      ]),
  },
  {
    kind: 'identifier',
    make: (random) =>
      random.pick([
        `req_${random.string(ALPHANUMERIC, 24)}`,
        `cus_${random.string(ALPHANUMERIC, 14)}`,
        random.string(ALPHANUMERIC, 26),
        random.string(UPPER + DIGITS, 10),
        `chatcmpl-${random.string(ALPHANUMERIC, 29)}`,
      ]),
  },
  {
    kind: 'number',
    make: (random) =>
      random.pick([
        random.digits(random.integer(1, 9)).replace(/^0/, '1'),
        `0.${random.digits(16)}`,
        `${random.digits(3)}.${random.digits(5)}e-${random.digits(1)}`,
        random.shape('##,###,###'),
      ]),
  },
];
