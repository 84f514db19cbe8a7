import { deaDigit, ibanDigits, luhnDigit, routingDigit } from './check-digits';
import { DIGITS, type Random, UPPER } from './random';
import type { Maker } from './secret';

/** Prefixes and lengths, from the networks' own pages and ISO/IEC 7812. */
const CARDS: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['300', 14],
  ['36', 14],
  ['38', 14],
  ['6011', 16],
  ['65', 16],
  ['644', 16],
  ['622126', 16],
  ['62', 19],
  ['3528', 16],
  ['3589', 16],
  ['5018', 16],
  ['6304', 18],
  ['2204', 16],
];

function card(random: Random): string {
  const [prefix, length] = random.pick(CARDS);
  const payload = prefix + random.digits(length - prefix.length - 1);
  return grouped(payload + luhnDigit(payload), random.pick(['', '', ' ', '-']));
}

function grouped(digits: string, separator: string): string {
  const groups = { 14: /^(.{4})(.{6})(.{4})$/, 15: /^(.{4})(.{6})(.{5})$/ }[digits.length];
  if (groups !== undefined) {
    return digits.replace(groups, ['$1', '$2', '$3'].join(separator));
  }
  return digits.match(/.{1,4}/g)?.join(separator) ?? digits;
}

/** Social Security Administration, "Social Security Number Randomization". */
function socialSecurityNumber(random: Random): readonly [string, string, string] {
  const area = random.pick([random.integer(1, 665), random.integer(667, 899)]);
  return [
    String(area).padStart(3, '0'),
    String(random.integer(1, 99)).padStart(2, '0'),
    String(random.integer(1, 9999)).padStart(4, '0'),
  ];
}

/** North American Numbering Plan Administrator: NXX-NXX-XXXX, no N11, no N9X area. */
function americanPhone(random: Random): readonly [string, string, string] {
  const code = (middle: string): string => {
    const digits = random.pick([...'23456789']) + random.pick([...middle]) + random.digits(1);
    return digits.endsWith('11') ? code(middle) : digits;
  };
  return [code('012345678'), code(DIGITS), random.digits(4)];
}

/** SWIFT, "IBAN registry": the structure of the account behind the check digits (n digits, c characters). */
const IBANS: Readonly<Record<string, string>> = {
  DE: '##################',
  FR: '####################A##',
  GB: 'AAAA##############',
  NL: 'AAAA##########',
  ES: '####################',
  IT: 'A######################',
  CH: '#################',
  BE: '############',
  NO: '###########',
  PL: '########################',
  MT: 'AAAA#####A#################',
  IE: 'AAAA##############',
};

function iban(random: Random): string {
  const country = random.pick(Object.keys(IBANS));
  const account = random.shape(IBANS[country] as string);
  const compact = country + ibanDigits(country, account) + account;
  return random.pick([compact, compact.match(/.{1,4}/g)?.join(' ') ?? compact]);
}

/** European Commission, VIES, "Frequently asked questions": the structure of VAT numbers. */
const VAT_NUMBERS = [
  '\\ATU########',
  'BE0#########',
  'BG#########',
  'BG##########',
  'CY########A',
  'CZ########',
  'CZ##########',
  'DE#########',
  'DK########',
  'EE#########',
  'EL#########',
  'ES########A',
  'ESA########',
  'FI########',
  'FR###########',
  'FR\\A##########',
  'HR###########',
  'HU########',
  'IE#######A',
  'IE#A#####A',
  'IT###########',
  'LT#########',
  'LT############',
  'LU########',
  'LV###########',
  'MT########',
  'NL#########B##',
  'PL##########',
  'PT#########',
  'RO########',
  'SE##########01',
  'SI########',
  'SK##########',
];

/** HMRC, National Insurance Manual NIM39110. */
function nationalInsuranceNumber(random: Random): string {
  const prefix = random.pick([...'ABCEGHJKLMNOPRSTWXYZ']) + random.pick([...'ABCEGHJKLMNPRSTWXYZ']);
  if (['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(prefix)) {
    return nationalInsuranceNumber(random);
  }
  const separator = random.pick(['', ' ']);
  return [prefix, random.digits(2), random.digits(2), random.digits(2), random.pick([...'ABCD'])].join(
    separator,
  );
}

/** International numbers as people write them: ITU-T E.123. Lengths as national plans have them. */
const INTERNATIONAL = [
  '+1 NNN-NNN-####',
  '+1 (NNN) NNN-####',
  '+1NNNNNN####',
  '+44 20 7### ####',
  '+44 7### ######',
  '+447#########',
  '+49 30 ########',
  '+49 (0)30 #######',
  '+491#########',
  '+33 6 ## ## ## ##',
  '+33.1.##.##.##.##',
  '+91 9#### #####',
  '+86 138 #### ####',
  '+81-3-####-####',
  '+353 1 ### ####',
  '+55 11 9####-####',
  '+7 (9##) ###-##-##',
  '+380 44 ### ## ##',
  '+971 50 ### ####',
];

function internationalPhone(random: Random): string {
  const [area, exchange] = americanPhone(random);
  return random
    .pick(INTERNATIONAL)
    .replace('NNN', area)
    .replace('NNN', exchange)
    .replace(/#/g, () => random.digits(1));
}

/** Numbers of people, accounts and papers. */
export const numbers: readonly Maker[] = [
  { kind: 'credit_card', make: card },
  { kind: 'ssn_us', make: (random) => socialSecurityNumber(random).join(random.pick(['-', '-', ' '])) },
  {
    kind: 'ssn_us',
    make: (random) => ({
      before: random.pick(['SSN: ', 'ssn=', 'social security number ']),
      value: socialSecurityNumber(random).join(''),
    }),
  },
  { kind: 'phone_e164', make: internationalPhone },
  {
    kind: 'phone_us',
    make: (random) => {
      const [area, exchange, line] = americanPhone(random);
      return random.pick([
        `(${area}) ${exchange}-${line}`,
        `${area}-${exchange}-${line}`,
        `${area}.${exchange}.${line}`,
        `${area} ${exchange} ${line}`,
        `1-${area}-${exchange}-${line}`,
        `(${area})${exchange}-${line}`,
      ]);
    },
  },
  {
    kind: 'phone_us',
    make: (random) => ({
      before: random.pick(['phone: ', 'tel. ', 'cell ', '"mobile_number": "', 'call me at ']),
      value: americanPhone(random).join(''),
    }),
  },
  { kind: 'iban', make: iban },
  { kind: 'nino_uk', make: nationalInsuranceNumber },
  { kind: 'vat_eu', make: (random) => random.shape(random.pick(VAT_NUMBERS)) },
  // American Bankers Association, "Routing number policy": the first two digits are a Federal Reserve district.
  {
    kind: 'bank_routing_us',
    make: (random) => {
      const payload = String(random.integer(1, 12)).padStart(2, '0') + random.digits(6);
      return {
        before: random.pick(['routing number: ', 'ABA routing # ', 'RTN ', '"routing_number": "']),
        value: payload + routingDigit(payload),
      };
    },
  },
  // DEA, "Practitioner's manual": registrant type, first letter of the name, seven digits.
  {
    kind: 'dea_number',
    make: (random) => {
      const payload = random.digits(6);
      const value = random.pick([...'ABFGMPR']) + random.string(UPPER, 1) + payload + deaDigit(payload);
      return { before: random.pick(['DEA: ', 'DEA number ', 'DEA# ', '"dea_number": "']), value };
    },
  },
  // Formats of the states' medical boards: letters of the profession and some digits.
  {
    kind: 'medical_license',
    make: (random) => ({
      before: random.pick([
        'medical license ',
        'Medical License No. ',
        'medical licence number: ',
        'physician license #',
      ]),
      value: random.pick(['A', 'ME', 'MD', 'G', '']) + random.digits(random.integer(5, 7)),
    }),
  },
  // ICAO 9303, part 4: up to nine characters; the formats of some issuers.
  {
    kind: 'passport',
    make: (random) => ({
      before: random.pick([
        'passport number: ',
        'Passport No. ',
        'passport ',
        '"passport_number": "',
        'Reisepass: ',
        'passeport n° ',
      ]),
      value: random.pick([
        random.digits(9),
        random.shape('A########'),
        random.shape('AA#######'),
        random.shape('##AA#####'),
      ]),
    }),
  },
  // AAMVA, "Driver licence formats by state"; DVLA, "Driving licence number".
  {
    kind: 'drivers_license',
    make: (random) => ({
      before: random.pick([
        "driver's license ",
        'driving licence no: ',
        "Driver's License #: ",
        '"drivers_license": "',
        'DL: ',
      ]),
      value: random.pick([
        random.shape('A#######'),
        random.shape('A###-####-####'),
        random.shape('A###-###-##-###-#'),
        random.shape('#########'),
        random.shape('AAAAA######AA#AA'),
        random.shape('\\D########'),
      ]),
    }),
  },
];
