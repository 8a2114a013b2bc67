import { MILLION } from "../data/decimal.ts";

/** Sums of money by part, in whole millionths: they do not depend on grouping, order or threads. */
export interface ExactSums {
  /** By part. */
  readonly sum: readonly bigint[];
  /** Customers with a value, by part. */
  readonly customers: readonly number[];
  /** Customers whose value does not exist (NaN), by part. No sum includes them. */
  readonly missing: readonly number[];
  /** Customers whose value is below 0, by part, and their sum. */
  readonly negative: readonly { readonly customers: number; readonly sum: bigint }[];
}

/** The part of every customer; one part of all where it is left out. */
export interface Parts {
  readonly of: Uint32Array;
  readonly count: number;
}

/** A sum is stored in two halves, each exact as a double: high·2²⁶ + low. */
const HALF = 2 ** 26;
/** Rows after which the low halves are carried, long before 2⁵³. */
const CARRY = 1 << 24;

/**
 * Adds up amounts of money by part. Each amount is rounded once to a millionth, half away from zero, and whole numbers
 * are added. So parts add up to the whole to the millionth.
 *
 * @example
 * exactSums(Float64Array.of(0.1, 0.2, Number.NaN)).sum; // [300000n]
 */
export function exactSums(amounts: Float64Array, parts?: Parts): ExactSums {
  const count = parts?.count ?? 1;
  const [all, below] = [halves(count), halves(count)];
  const missing = new Array<number>(count).fill(0);
  for (let i = 0; i < amounts.length; i++) {
    const part = parts ? parts.of[i] : 0;
    const amount = amounts[i];
    if (Number.isNaN(amount)) {
      missing[part]++;
      continue;
    }
    const rounded = Math.round(Math.abs(amount) * MILLION);
    add(all, part, amount < 0 ? -rounded : rounded);
    if (amount < 0 && rounded > 0) add(below, part, -rounded);
    if (i % CARRY === CARRY - 1) for (const sums of [all, below]) carry(sums);
  }
  const whole = (sums: Halves, part: number): bigint => BigInt(sums.high[part]) * BigInt(HALF) + BigInt(sums.low[part]);
  const each = Array.from({ length: count }, (_, part) => part);
  return {
    sum: each.map((part) => whole(all, part)),
    customers: each.map((part) => all.count[part]),
    missing,
    negative: each.map((part) => ({ customers: below.count[part], sum: whole(below, part) })),
  };
}

/**
 * Whole millionths as money, right to the last digit of a double.
 *
 * @example
 * moneyOf(2_500_000n); // 2.5
 */
export function moneyOf(millionths: bigint): number {
  return Number(decimalOf(millionths));
}

/**
 * Whole millionths as decimal text, exact: `-1.199944`.
 *
 * @example
 * decimalOf(-1_199_944n); // "-1.199944"
 */
export function decimalOf(millionths: bigint): string {
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, "0");
  return `${millionths < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

interface Halves {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly count: Float64Array;
}

function halves(count: number): Halves {
  return { high: new Float64Array(count), low: new Float64Array(count), count: new Float64Array(count) };
}

function add({ high, low, count }: Halves, part: number, whole: number): void {
  const above = Math.floor(whole / HALF);
  high[part] += above;
  low[part] += whole - above * HALF;
  count[part]++;
}

function carry({ high, low }: Halves): void {
  for (let part = 0; part < low.length; part++) {
    const above = Math.floor(low[part] / HALF);
    high[part] += above;
    low[part] -= above * HALF;
  }
}
