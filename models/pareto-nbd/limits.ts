import type { Limit } from "../../src/model.ts";
import { homogeneousDeaths, noDeaths } from "../family/death-limits.ts";
import { homogeneousRate, noRepeatPurchases } from "../family/rate-limits.ts";

const PLACES = { s: 2, beta: 3, of: 4 };

/**
 * The limits in which Pareto/NBD degenerates, with directions in (ln r, ln α, ln s, ln β).
 *
 * β → ∞ is not a limit of its own: like s → 0, it leads to the NBD, so a search that drifts there stands at `no-dropout`. β → 0 is not a limit: with
 * s held the likelihood of a customer who bought again falls for ever.
 */
export const limits: readonly Limit[] = [
  noRepeatPurchases({ s: 0, beta: 1 }),
  noDeaths(PLACES),
  homogeneousDeaths(PLACES),
  homogeneousRate(2),
];
