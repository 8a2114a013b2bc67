import { type TimeUnit, UNIT_MILLISECONDS } from "./time-unit.ts";

/**
 * `litt` is Σ ln of the times between purchases; BTYDplus has the same name for it. It does not depend on the order of
 * rows, on threads or on a library of functions. So runs in memory and in SQL give the same bits.
 *
 * - A time is a whole number n of ticks. ln n uses only IEEE operations, which every machine rounds in the same way: n
 *   = 2^e·m with m in [¾, 1½], ln n = e ln 2 + 2s(1 + s²/3 + s⁴/5 + …), s = (m−1)/(m+1).
 * - ln of the time in units is ln n − ln(ticks in the unit), rounded to a whole number of {@link STEPS}ths. It is
 *   within 3e-14 of the exact value. The whole numbers are summed exactly, and the sum is rounded once.
 */

/** Logarithms are counted in parts of 1/2⁴⁴. The largest logarithm, 30, takes 49 bits of the 53. */
export const STEPS: number = 2 ** 44;

/** 1/(2j+1) for j = 11 … 0, as Horner's rule needs them: |s| ≤ 0.2, and the next term is below 1e-18. */
export const SERIES: readonly number[] = Array.from({ length: 12 }, (_, j) => 1 / (23 - 2 * j));

/** ln of the ticks in a unit, which converts the logarithm of ticks into that of units. */
export function logTicks(unit: TimeUnit, tick: number): number {
  return Math.log(UNIT_MILLISECONDS[unit] / tick);
}

/** ln of a time of n ticks in units, as a whole number of {@link STEPS}ths. */
export function stepsOfGap(n: number, logUnit: number): number {
  // If rounding of log2 gives the power above or below, the next step corrects it.
  const below = Math.floor(Math.log2(n));
  const quotient = n / 2 ** below;
  const up = quotient >= 1.5;
  const e = up ? below + 1 : below;
  const m = up ? quotient / 2 : quotient;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (const term of SERIES) sum = sum * square + term;
  return Math.floor((e * Math.LN2 + 2 * s * sum - logUnit) * STEPS + 0.5);
}

/** A logarithm rounded to a whole number of {@link STEPS}ths. */
function stepsOf(litt: number): number {
  return Math.floor(litt * STEPS + 0.5);
}

/** Steps are summed in two parts: multiples of this number, and the rest. */
export const HIGH: number = 2 ** 32;

/**
 * Sums of steps for some rows. They are exact in any order and for any size that occurs, and rounded once when they are
 * read.
 */
export class StepSums {
  readonly #high: Float64Array;
  readonly #low: Float64Array;

  constructor(length: number) {
    this.#high = new Float64Array(length);
    this.#low = new Float64Array(length);
  }

  add(row: number, steps: number): void {
    const high = Math.floor(steps / HIGH);
    this.#high[row] += high;
    this.#low[row] += steps - high * HIGH;
  }

  /** The sum of the first `length` rows as logarithms. */
  logarithms(length: number = this.#high.length): Float64Array {
    return Float64Array.from({ length }, (_, k) => (this.#high[k] * HIGH + this.#low[k]) / STEPS);
  }
}

/** litt of customers added up over the rows they share; undefined without it. */
export function littOf(litt: Float64Array | undefined, index: Uint32Array, length: number): Float64Array | undefined {
  if (litt === undefined) return undefined;
  const sums = new StepSums(length);
  for (let k = 0; k < litt.length; k++) if (litt[k] !== 0) sums.add(index[k], stepsOf(litt[k]));
  return sums.logarithms();
}
