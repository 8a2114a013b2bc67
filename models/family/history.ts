import { ClvError, requireNonNegative } from "../../src/errors.ts";
import type { HistoryColumns } from "../../src/model.ts";

/** Throws unless x is an integer ≥ 0 and T ≥ 0. */
export function requireAge(x: number, T: number): void {
  if (!(x >= 0 && Number.isInteger(x))) {
    throw new ClvError("usage", { where: "x", expected: "an integer of at least 0", got: x });
  }
  requireNonNegative("T", T);
}

/** Throws unless x is an integer ≥ 0 and 0 ≤ t_x ≤ T, with t_x = 0 when x = 0. */
export function requireHistory(x: number, tx: number, T: number): void {
  requireAge(x, T);
  if (!(tx >= 0 && tx <= T)) {
    throw new ClvError("usage", { where: "tx", expected: `a number from 0 to T = ${T}`, got: tx });
  }
  if (x === 0 && tx !== 0) throw new ClvError("usage", { where: "tx", expected: "0 when x = 0", got: tx });
}

/** The same of every history. */
export function requireHistories({ length, frequency, recency, T }: HistoryColumns): void {
  for (let k = 0; k < length; k++) {
    const x = frequency[k];
    const tx = recency[k];
    const age = T[k];
    // The same conditions, of which a processor predicts each: x = 0 needs t_x = 0, and any other x has t_x ≤ x·T with t_x ≤ T.
    if (x >= 0 && tx >= 0 && tx <= age && tx <= x * age && age < Number.POSITIVE_INFINITY && Math.floor(x) === x)
      continue;
    requireHistory(x, tx, age);
  }
}

/** Throws unless nMax is an integer ≥ 0. */
export function requireCount(nMax: number): void {
  if (!(nMax >= 0 && Number.isInteger(nMax))) {
    throw new ClvError("usage", { where: "nMax", expected: "an integer of at least 0", got: nMax });
  }
}
