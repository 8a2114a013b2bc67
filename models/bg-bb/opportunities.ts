import { ClvError } from "../../src/errors.ts";
import type { HistoryColumns } from "../../src/model.ts";
import { requireHistory } from "../family/history.ts";

const WAY_OUT = "Make the base from the log with --discrete and the grain of an opportunity, such as --grain month.";

/** Throws unless x of n opportunities are used, the last at t_x: whole numbers, x ≤ t_x ≤ n. */
export function requireOpportunities({ length, frequency, recency, T }: HistoryColumns): void {
  for (let k = 0; k < length; k++) {
    const [x, tx, n] = [frequency[k], recency[k], T[k]];
    requireHistory(x, tx, n);
    for (const [where, count] of [
      ["tx", tx],
      ["T", n],
    ] as const) {
      if (Number.isInteger(count)) continue;
      const expected = "a whole number of opportunities";
      throw new ClvError("data", { where, expected, got: count, wayOut: WAY_OUT });
    }
    if (x <= tx) continue;
    const expected = `no more than t_x = ${tx} purchases, one at each opportunity`;
    throw new ClvError("data", { where: "x", expected, got: x, wayOut: WAY_OUT });
  }
}

/** How far from a whole number a time may lie, relative, and still be one: what rounding leaves of a quotient. */
const ROUNDING = 1e-12;

/** The opportunities in (0, t]: those that have come by then. */
export function opportunitiesIn(t: number): number {
  return Math.floor(t * (1 + ROUNDING));
}
