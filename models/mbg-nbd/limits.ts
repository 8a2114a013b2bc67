import type { Limit } from "../../src/model.ts";
import { allOrNone, homogeneousDropout, noDropout } from "../bg-nbd/limits.ts";
import { homogeneousRate, noRepeatPurchases } from "../family/rate-limits.ts";

/**
 * The limits in which MBG/NBD degenerates, with directions in (ln r, ln α, ln a, ln b).
 *
 * a/(a+b) → 1 is not a limit: it excludes repeat purchases, and without repeat purchases the purchase rate tends to 0 as well.
 */
export const limits: readonly Limit[] = [
  noRepeatPurchases({ a: 1, b: 1 }),
  noDropout,
  homogeneousDropout,
  allOrNone("the first purchase"),
  homogeneousRate(2),
];
