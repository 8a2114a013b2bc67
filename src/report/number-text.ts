import { roundDigits } from "../math/round-digits.ts";

/** A formatted number with the sign that type has for it. */
function withMinus(text: string): string {
  return text.replace("-", "−");
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A count, its thousands parted: 2,357. */
export function countText(n: number): string {
  return withMinus(whole.format(n));
}

/** A quantity to three digits or to the whole number, whichever is more exact: 0.734, 12.3, 1,653, <0.001. */
export function quantityText(value: number): string {
  if (value === 0) return "0";
  if (Math.abs(value) >= 99.95) return countText(value);
  if (value > 0 && value < 0.001) return "<0.001";
  return significant(value, 3);
}

/** A number with a given number of significant digits, with trailing zeros: 4.41, 0.243. */
export function significant(value: number, digits: number): string {
  return withMinus(toDigits(digits).format(value));
}

const formats = new Map<number, Intl.NumberFormat>();

/** The format of a number of significant digits. It takes about thirty times as long to make as to use. */
function toDigits(digits: number): Intl.NumberFormat {
  let format = formats.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat("en-US", { minimumSignificantDigits: digits, maximumSignificantDigits: digits });
    formats.set(digits, format);
  }
  return format;
}

const large = new Intl.NumberFormat("en-US", {
  notation: "compact",
  minimumSignificantDigits: 4,
  maximumSignificantDigits: 4,
});

/** A large number in little room: 45,321, 1.235M, 17.90M. */
export function largeText(value: number): string {
  if (Math.abs(value) < 999_500) return quantityText(value);
  return withMinus(large.format(value));
}

const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const tick = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** A short number for the axis of a chart: 1,400, 25K, 1.2M. */
export function tickText(value: number): string {
  if (Math.abs(value) >= 10_000) return withMinus(SHORT.format(value));
  return withMinus(tick.format(value));
}

const cents = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A sum of money in the log's own unit: cents below a hundred, whole units above. */
export function moneyText(value: number): string {
  return Math.abs(value) >= 100 ? countText(value) : withMinus(cents.format(value));
}

/** A number as `text` writes it, with two digits where that would hide a small one: 0.40, 0.0048. */
export function finely(value: number, text: (value: number) => string): string {
  return value > 0 && value < 0.1 ? significant(value, 2) : text(value);
}

/** A text of money with its currency, where one is named: 1,234 USD; a sign stands before: £1,234. */
export function inCurrency(text: string, currency: string | undefined): string {
  if (currency === undefined) return text;
  return /^\p{Sc}$/u.test(currency) ? text.replace(/^[-−]?/, (minus) => minus + currency) : `${text} ${currency}`;
}

/** The title of a column or an axis, with the currency if one is given: CLV (USD). */
export function headWithCurrency(head: string, currency: string | undefined): string {
  return currency === undefined ? head : `${head} (${currency})`;
}

/** A share as a percentage: 73%, 0.4%, <0.1%, 99.6%, >99.9%. */
export function percentText(share: number): string {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return "<0.1%";
  if (percent < 100 && percent > 99.9) return ">99.9%";
  const fine = percent !== 0 && percent !== 100 && (Math.abs(percent) < 1 || percent > 99);
  return withMinus(`${percent.toFixed(fine ? 1 : 0)}%`);
}

/** A share that the user chose, in full: 12.5%. */
export function settingText(share: number): string {
  return `${roundDigits(100 * share, 10)}%`;
}

const DAY_TEXT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** An ISO date as people write it: 30 Sep 1997. */
export function dateText(iso: string): string {
  return DAY_TEXT.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** A horizon after "the next": 39 weeks, year, 1.5 weeks. */
export function aheadText({ amount, unit }: { readonly amount: number; readonly unit: string }): string {
  return amount === 1 ? unit : durationText(amount, unit);
}

/** A duration with its unit, to three digits where it is no whole number: 39 weeks, 1 year, 1.5 weeks, 100 days. */
export function durationText(duration: number, unit: string): string {
  const number = Number.isInteger(duration) ? countText(duration) : short.format(duration);
  return `${number} ${unit}${duration === 1 ? "" : "s"}`;
}
