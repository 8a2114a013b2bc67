/**
 * A number rounded to a given number of significant digits, as a number: 1234.5 at 2 digits is 1200.
 *
 * The only place where formatted text becomes a number again. `toPrecision` rounds a decimal exactly and depends on no
 * language, so its text can be read back. Text formatted for people ("1,200") is never parsed.
 *
 * @param digits 1 to 100
 */
export function roundDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
