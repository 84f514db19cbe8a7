import { ALPHANUMERIC, HEX, LOWER, type Random } from './random';
import type { Maker } from './secret';

const DOMAINS = [
  'example.com',
  'example.co.uk',
  'mail.example.org',
  'my-shop.io',
  'uni-koeln.de',
  '163.com',
  'a.museum',
];

/** RFC 5321, section 4.1.2: a dot-string, up to 64 characters, of the atoms of RFC 5322 that are in use. */
function localPart(random: Random): string {
  const name = random.string(LOWER, random.integer(1, 9));
  return random.pick([
    `${name}.${random.string(LOWER, 7)}`,
    `${name}${random.digits(3)}`,
    `${name}+${random.string(LOWER, 5)}`,
    `${name}_${random.string(ALPHANUMERIC, 6)}`,
    `o'${name}`,
    name,
    random.string(LOWER, 64),
  ]);
}

/** RFC 6531: UTF-8 before and behind the `@`. */
const INTERNATIONAL_ADDRESSES = [
  'jürgen.müller@example.de',
  'josé@españa.es',
  'пользователь@пример.рф',
  '用户@例子.广告',
  'χρήστης@παράδειγμα.ελ',
  'उपयोगकर्ता@उदाहरण.भारत',
  'max@müller-söhne.de',
  'info@xn--mller-kva.de',
  '田中@example.jp',
];

/** RFC 4291, section 2.2, and RFC 4007, section 11, for zones. */
function ipv6(random: Random): string {
  const group = () => random.string(HEX, 4).replace(/^0+(?=.)/, '');
  const groups = (count: number) => Array.from({ length: count }, group).join(':');
  const v4 = ipv4(random);
  return random.pick([
    () => `2001:db8:${groups(6)}`,
    () => `2001:db8::${groups(1)}`,
    () => `2001:db8:${groups(1)}::${groups(2)}`,
    () => `2001:DB8:0:0:8:800:200C:${random.string('0123456789ABCDEF', 4)}`,
    () => `fe80::${groups(4)}%eth${random.digits(1)}`,
    () => `fe80::${random.digits(1)}%25en${random.digits(1)}`,
    () => `::ffff:${v4}`,
    () => `64:ff9b::${v4}`,
    () => `0:0:0:0:0:ffff:${v4}`,
    () => `2001:db8:${random.digits(4)}::`,
    () => `::${random.integer(1, 9)}`,
    () => `ff0${random.integer(1, 8)}::${random.digits(3)}`,
  ])();
}

function ipv4(random: Random): string {
  return [
    random.integer(1, 223),
    random.integer(0, 255),
    random.integer(0, 255),
    random.integer(1, 254),
  ].join('.');
}

/** Where people and machines can be reached. */
export const addresses: readonly Maker[] = [
  { kind: 'email', make: (random) => `${localPart(random)}@${random.pick(DOMAINS)}` },
  { kind: 'email', make: (random) => random.pick(INTERNATIONAL_ADDRESSES) },
  // RFC 791, in dotted decimal.
  { kind: 'ipv4', make: ipv4 },
  { kind: 'ipv6', make: ipv6 },
];
