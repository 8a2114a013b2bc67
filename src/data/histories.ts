import type { Histories, SpendHistories } from "../model.ts";
import type { CustomerBase } from "./customer-base.ts";
import { countRows, distinctRows } from "./distinct-rows.ts";
import { littOf } from "./litt.ts";

/** The histories of a base, and the history of each customer. */
export interface BaseHistories {
  readonly histories: Histories;
  /** `index[k]` is the history of customer k. */
  readonly index: Uint32Array;
}

/** The columns of a base that define its histories. */
type HistoryBase = Pick<CustomerBase, "length" | "frequency" | "recency" | "T" | "litt">;

/** The spend histories of a base, and the number of customers without one. */
export interface BaseSpendHistories {
  readonly histories: SpendHistories;
  /** The number of customers without a repeat purchase, who have no mean value. */
  readonly withoutRepeat: number;
  /**
   * The number of customers whose repeat purchases have mean value 0. They are left out: a spend model of positive
   * values gives 0 no likelihood.
   */
  readonly zeroValued: number;
  /** The number of distinct (x, m), where the histories are points that stand for them: see `spendPoints`. */
  readonly pairs?: number;
}

/**
 * The distinct (x, t_x, T) of a base with the customers that share each, sorted by x, t_x, T. The columns do not depend on the ids.
 *
 * @example
 * const log = await readTransactions(["a", "b", "c"].map((customer) => ({ customer, date: "2024-01-01" })));
 * const { histories, index } = buildHistories(summarize(log, { unit: "week", until: "2024-01-29" }).base);
 * Array.from(histories.T); // [4]
 * Array.from(histories.count); // [3]
 * Array.from(index); // [0, 0, 0]
 */
export function buildHistories(base: HistoryBase): BaseHistories {
  const { histories, index } = indexHistories(base);
  const litt = littOf(base.litt, index, histories.length);
  return { histories: { ...histories, ...(litt && { litt }) }, index };
}

/** The same without `litt`: a fit may need it, but no prediction does. */
export function indexHistories(base: Omit<HistoryBase, "litt">): BaseHistories {
  const kept = KEPT.get(base.T);
  const isKept = kept && kept.frequency === base.frequency && kept.recency === base.recency;
  return isKept ? (kept.found ??= foundIn(base)) : foundIn(base);
}

function foundIn(base: Omit<HistoryBase, "litt">): BaseHistories {
  const { columns, count, index } = distinctRows([base.frequency, base.recency, base.T], base.length);
  const [frequency, recency, T] = columns as [Float64Array, Float64Array, Float64Array];
  return { histories: { length: count.length, frequency, recency, T, count }, index };
}

/** A million customers with 370,000 histories would keep 16 MB for each base, and a page has five bases. */
const MOST_KEPT = 500_000;

/** The histories of columns that no caller can change, see {@link keepHistories}. */
const KEPT = new WeakMap<
  Float64Array,
  { readonly frequency: Float64Array; readonly recency: Float64Array; found?: BaseHistories }
>();

/**
 * Keeps the histories of a base of few customers once they are found, as long as its column T exists. The columns must not change
 * afterwards, so this is not for a base that a user may hold.
 */
export function keepHistories<B extends HistoryBase>(base: B): B {
  if (base.length <= MOST_KEPT) KEPT.set(base.T, { frequency: base.frequency, recency: base.recency });
  return base;
}

/**
 * The histories of {@link buildHistories} without the index, which a fit does not need. Without `litt` this takes half
 * the time.
 *
 * @example
 * const ages = { recency: Float64Array.of(0, 0, 2), T: Float64Array.of(4, 4, 5) };
 * const { count } = countHistories({ length: 3, frequency: Float64Array.of(0, 0, 1), ...ages });
 * Array.from(count); // [2, 1]
 */
export function countHistories(base: HistoryBase): Histories {
  if (base.litt) return buildHistories(base).histories;
  const { columns, count } = countRows([base.frequency, base.recency, base.T], base.length);
  const [frequency, recency, T] = columns as [Float64Array, Float64Array, Float64Array];
  return { length: count.length, frequency, recency, T, count };
}

/**
 * The distinct (x, m) of the customers with x > 0 and m > 0, sorted by x, m; undefined for a base without values.
 *
 * If every m is a whole number of hundredths over x, to the last bit, the sorted rows hold x and those hundredths. Both
 * are whole numbers and share a word.
 */
export function buildSpendHistories({
  length,
  frequency: x,
  monetaryValue: m,
}: CustomerBase): BaseSpendHistories | undefined {
  if (m === undefined) return undefined;
  const xs = new Float64Array(length);
  const values = new Float64Array(length);
  const hundredths = keepSpenders(x, m, true, xs, values);
  const { repeat, kept } = hundredths.exact ? hundredths : keepSpenders(x, m, false, xs, values);
  const { columns, count } = countRows([xs, values], kept);
  const [frequency, value] = columns as [Float64Array, Float64Array];
  if (hundredths.exact) toMeans(value, frequency);
  const histories = { length: count.length, frequency, monetaryValue: value, count };
  return { histories, withoutRepeat: length - repeat, zeroValued: repeat - kept };
}

/**
 * Copies x and m of the customers with x > 0 and m > 0 to the front of other columns. Instead of m it may copy the
 * hundredths 100mx, a whole number.
 *
 * @returns how many customers have x > 0, how many are copied, and whether each of those m is a whole number over 100x
 */
function keepSpenders(
  x: Float64Array,
  m: Float64Array,
  hundredths: boolean,
  toX: Float64Array,
  toValue: Float64Array,
): { readonly repeat: number; readonly kept: number; readonly exact: boolean } {
  let repeat = 0;
  let kept = 0;
  let inexact = 0;
  for (let k = 0; k < x.length; k++) {
    const frequency = x[k];
    const value = m[k];
    const hundred = 100 * frequency;
    const total = Math.floor(hundred * value + 0.5);
    // Written in every case, and overwritten unless kept. A branch would be predicted wrong half the time.
    toX[kept] = frequency;
    toValue[kept] = hundredths ? total : value;
    repeat += Number(frequency > 0);
    kept += Number(frequency * value > 0);
    // False where there is no mean value: the difference is then NaN.
    inexact += Number(Math.abs(total / hundred - value) > 0);
  }
  return { repeat, kept, exact: inexact === 0 };
}

/** Divides whole hundredths by 100x. */
function toMeans(hundredths: Float64Array, x: Float64Array): void {
  for (let k = 0; k < x.length; k++) hundredths[k] /= 100 * x[k];
}
