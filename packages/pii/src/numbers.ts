import { isIbanValid, isLuhnValid, weightedSum } from './checksums';
import type { Pattern } from './pattern';

/** The countries of each length of IBAN, from the SWIFT registry. */
const IBAN_COUNTRIES =
  '15NO16BE18DKFIFKFOGLNLSD19MKSI20ATBAEEKZLTLUMNXK21CHHRLILV22BGBHCRDEGBGEIEMERSVA23AEGIILIQOMSOTL24AD' +
  'CZESMDPKROSASESKTNVG25LYPTST26ISTR27BIDJFRGRITMCMRSM28ALAZBYCYDOGTHNHULBNIPLSV29BREGPSQAUA30JOKWMUYE' +
  '31MTSC32LC33RU';

/** First digits and lengths: Visa; Mastercard and Troy; American Express; Diners; Maestro, Discover and the rest. */
const CARD_RANGES =
  /^(?:4(?=(?:.{12}|.{15}|.{18})$)|(?=.{16}$)(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|9792)|3[47](?=.{13}$)|(?=.{14})3(?:0[0-59]|[689])|(?=.{16})(?:35|8[12]|220[0-4])|5[06-8]|6)/;

function card(found: string): number {
  return CARD_RANGES.test(found.replace(/\D/g, '')) && isLuhnValid(found) ? found.length : 0;
}

/** What follows may not be a part of it: `EUR` behind a German account number. */
function iban(found: string): number {
  const length = Number(new RegExp(`(\\d\\d)(?:[A-Z]{2})*?${found.slice(0, 2)}`).exec(IBAN_COUNTRIES)?.[1]);
  if (!isIbanValid(found.replace(/[ -]/g, '').slice(0, length))) {
    return 0;
  }
  return new RegExp(`^(?:.[ -]?){${length - 1}}.`).exec(found)?.[0].length ?? 0;
}

function routing(found: string): number {
  return weightedSum(found, [3, 7, 1]) % 10 === 0 &&
    /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(found)
    ? found.length
    : 0;
}

function dea(found: string): number {
  return weightedSum(found.slice(2, 8), [1, 2]) % 10 === Number(found[8]) ? found.length : 0;
}

/** Numbers of persons, accounts and papers. Those without a shape of their own need a word before them. */
export const numbers: readonly Pattern[] = [
  {
    // Groups of four may be a part of a longer number: then they have to be four, and the last ones.
    name: 'credit_card',
    starts: '###',
    source:
      /(?:\d{13,19}|(?<!\d{4}[ -])(?:(?:\d{4}[ .-]){3}\d{1,4}(?:[ .-]\d{1,3})?|\d{4}[ .-]\d{6}[ .-]\d{4,5}|\d{6} \d{13})|(?:\d{4}[ -]){3}\d{4}(?![ -]?\d))(?!\w)/,
    accept: card,
  },
  {
    // Areas 000, 666 and from 900, group 00 and serial 0000 are never issued (SSA).
    name: 'ssn_us',
    starts: '###',
    source: /(?!000|666|9)\d{3}[ -](?!00)\d\d[ -](?!0000)\d{4}(?![-.]?\d|\w)/,
  },
  {
    name: 'ssn_us',
    starts: 'ssn soc',
    source: /(?:ssn|social security)[^\d\n]{0,24}?((?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4})(?!\w)/i,
    isInContext: true,
  },
  {
    // ITU-T E.164: a country code whose first digits are assigned, 15 digits at most.
    name: 'phone_e164',
    starts: '+#*',
    source:
      /\+(?:1(?:[ .()/-]{0,2}\d){10}|(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|7|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[789]|8[0578]|9[679])\d)(?:[ .()/-]{0,2}\d){6,12})(?!\d)/,
  },
  {
    // North American Numbering Plan: neither area nor exchange is N11, no area has a 9 in the middle.
    name: 'phone_us',
    starts: '### 1_# 1-# 1.# 1_( 1-( 1.( (##',
    source:
      /(?:1[ .-]?)?(?:\([2-9](?!11)[0-8]\d\) ?|[2-9](?!11)[0-8]\d[ ./-])[2-9](?!11)\d\d[ .-]\d{4}(?: ?(?:x|ext\.?) ?\d{1,5})?(?![-.]?\d|\w)/,
  },
  {
    name: 'phone_us',
    starts: 'pho tel mob cel fax cal sms wha',
    source:
      /(?:phone|tel|mobile|cell|fax|call|sms|whatsapp)[a-z_\s"':#=.()-]{1,24}?(1?[2-9](?!11)[0-8]\d[2-9](?!11)\d{6})(?!\w)/i,
    isInContext: true,
  },
  {
    name: 'iban',
    starts: '^^#',
    source: /[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?/,
    accept: iban,
  },
  {
    // HMRC's manual NIM39110.
    name: 'nino_uk',
    starts: '^^# ^^_ ^^-',
    source: /(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}[ -]?[A-D](?!\w)/,
  },
  {
    // The formats of the European Commission's VIES.
    name: 'vat_eu',
    starts: '^^# ATU BE_ DE_ FR_ FR^ ES^',
    source:
      /(?:ATU\d{8}|BE ?[01]\d{3}\.?\d{3}\.?\d{3}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE ?\d{3} ?\d{3} ?\d{3}|(?:DK|FI|HU|LU|MT|SI)\d{8}|(?:EE|EL|PT)\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|FR ?[A-HJ-NP-Z0-9]{2} ?\d{3} ?\d{3} ?\d{3}|(?:HR|IT|LV)\d{11}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|LT(?:\d{9}|\d{12})|NL\d{9}B\d\d|(?:PL|SK)\d{10}|RO\d{6,10}|SE\d{10}01|XI(?:\d{9}|\d{12}))(?!\w)/,
  },
  {
    name: 'bank_routing_us',
    starts: 'rou aba rtn',
    source: /(?:routing|aba|rtn)[^\d\n]{0,30}?(\d{9})(?!\w)/i,
    isInContext: true,
    accept: routing,
  },
  {
    name: 'dea_number',
    starts: 'dea',
    source: /dea(?![a-z])[^\n]{0,24}?(?<!\w)([A-Z][A-Z9]\d{7})(?!\w)/i,
    isInContext: true,
    accept: dea,
  },
  {
    name: 'medical_license',
    starts: 'med phy nur pro md_ npi',
    source:
      /(?:(?:medical|physician|nurs\w{2,3}|provider|md)(?:'s)?[ _-]?licen[cs]e|npi)[^\n]{0,30}?(?<!\w)([A-Z]{0,4}[ .-]?\d{4,10})(?!\w)/i,
    isInContext: true,
  },
  {
    name: 'passport',
    starts: 'pas rei',
    source:
      /(?:passport|passeport|pasaporte|reisepass)[^\n]{0,30}?(?<!\w)((?=(?:[A-Z]*\d){4})[A-Z0-9]{6,10})(?!\w)/i,
    isInContext: true,
  },
  {
    name: 'drivers_license',
    starts: 'dri per lic füh fue dl*',
    source:
      /(?:driv(?:er|ing)['’]?s?[ _-]?lic(?:en[cs]e)?|permis de conduire|licencia de conducir|f(?:ü|ue)hrerschein|dl)(?![a-z]{3})[^\n]{0,30}?(?<!\w)((?=(?:[A-Z -]{0,6}\d){5})[A-Z0-9]+(?:[ -][A-Z]*\d[A-Z0-9]*){0,4})(?!\w)/i,
    isInContext: true,
  },
];
