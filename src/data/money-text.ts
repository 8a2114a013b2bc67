/** The mark between the whole number and the fraction: 1.5 or 1,5. */
export type DecimalMark = "point" | "comma";

const BLANKS = " \\u00a0\\u2009\\u202f";
const MINUS = "[-\\u2212]";
/** A currency sign, or a code of ISO 4217. */
const CURRENCY = `(?:[A-Z]{0,2}\\p{Sc}|${Intl.supportedValuesOf("currency").join("|")})`;
const MONEY = new RegExp(
  `^(?<open>\\()?(?<before>[+]|${MINUS})?[${BLANKS}]*${CURRENCY}?[${BLANKS}]*(?<inside>${MINUS})?` +
    `(?<body>\\d[\\d.,'\\u2019${BLANKS}]*\\d|\\d\\.?|[.,]\\d+)[${BLANKS}]*${CURRENCY}?[${BLANKS}]*(?<after>${MINUS})?(?<close>\\))?$`,
  "u",
);

/**
 * Reads a number as accountants write it. It may have a currency sign or code before or after it, and separated
 * thousands (1,234.50, 1 234.50, 1'234.50, 12,34,567.00). Numbers below zero are −12.50, 12.50- or (12.50). Any other
 * text, and text with two meanings, gives NaN.
 *
 * 1,234 is more than a thousand, or one and a fraction. So it is read only with `said`: the user chose the decimal
 * mark.
 */
export function parseMoney(text: string, mark: DecimalMark, said: boolean): number {
  const groups = MONEY.exec(text)?.groups;
  if (groups === undefined) return Number.NaN;
  const { open, before, inside, body, after, close } = groups;
  if ((open === undefined) !== (close === undefined)) return Number.NaN;
  const negative = [open, inside, after, before === "+" ? undefined : before].filter((sign) => sign !== undefined);
  if (negative.length > 1 || (before === "+" && negative.length > 0)) return Number.NaN;
  const value = grouped(body!, mark, said);
  return negative.length === 1 ? 0 - value : value;
}

/** Whether a number could be read if the user chose the decimal mark. */
export function hasTwoMeanings(text: string): boolean {
  return Number.isNaN(parseMoney(text.trim(), "point", false)) && !Number.isNaN(parseMoney(text.trim(), "point", true));
}

const WESTERN = /^\d{1,3}(?:([^\d])\d{3})(?:\1\d{3})*$/;
/** Lakhs and crores: 12,34,567. */
const INDIAN = /^\d{1,2}(?:,\d{2})+,\d{3}$/;

function grouped(body: string, mark: DecimalMark, said: boolean): number {
  const [point, other] = mark === "point" ? [".", ","] : [",", "."];
  const [whole, fraction, ...more] = body.split(point);
  if (more.length > 0 || !/^\d*$/.test(fraction ?? "")) return Number.NaN;
  const digits = whole!.replace(/\D/g, "");
  const plain = Number(`${digits || "0"}.${fraction || "0"}`);
  if (/^\d*$/.test(whole!)) return plain;
  if (!WESTERN.test(whole!) && !(mark === "point" && INDIAN.test(whole!))) return Number.NaN;
  const clear = said || fraction !== undefined || !whole!.includes(other) || whole!.split(other).length > 2;
  return clear ? plain : Number.NaN;
}
