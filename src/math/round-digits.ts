/**
 * A number rounded to so many significant digits, as a number: 1234.5 at 2 digits is 1200.
 *
 * The only place where a number is made of text: `toPrecision` rounds a decimal exactly and knows no language, so what it writes is
 * always read back. Text that was formatted for people ("1,200") never is.
 *
 * @param digits 1 to 100
 */
export function roundDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
