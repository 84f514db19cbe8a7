/** ISO/IEC 7812-1, annex B: the check digit of card numbers. Whatever is no digit is passed over. */
export function isLuhnValid(text: string): boolean {
  let sum = 0;
  let isDoubled = false;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      const weighted = isDoubled ? digit * 2 : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
      isDoubled = !isDoubled;
    }
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10, as ISO 13616 uses it: the first four characters count last. */
export function isIbanValid(iban: string): boolean {
  let remainder = 0;
  for (let index = 0; index < iban.length; index += 1) {
    const code = iban.charCodeAt((index + 4) % iban.length);
    remainder = (code > 64 ? remainder * 100 + code - 55 : remainder * 10 + code - 48) % 97;
  }
  return remainder === 1;
}

/** The sum of digits, each with its weight; the weights repeat. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits[index]) * (weights[index % weights.length] as number);
  }
  return sum;
}
