/** ISO/IEC 7812-1, annex B: the digit that makes a number valid. */
export function luhnDigit(payload: string): string {
  const sum = [...payload].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** ISO/IEC 7064, MOD 97-10: the two check digits of an IBAN. */
export function ibanDigits(country: string, account: string): string {
  const decimal = [...`${account}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  return String(98n - (BigInt(decimal) % 97n)).padStart(2, '0');
}

/** The American Bankers Association's: 3, 7 and 1 in turn. */
export function routingDigit(payload: string): string {
  const weights = [3, 7, 1];
  const sum = [...payload].reduce(
    (total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

/** The DEA's: the odd digits, and the even ones twice; the last digit of the sum. */
export function deaDigit(payload: string): string {
  return String(
    [...payload].reduce((total, digit, index) => total + Number(digit) * (1 + (index % 2)), 0) % 10,
  );
}
