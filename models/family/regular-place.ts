import type { RegularPlace } from "../../src/model.ts";

/** The place of (M)BG/CNBD-k, k ≥ 1: k phases pass in the time of k−1, so rates rise as k does and α falls as 1/k. */
export function regularPlace(of: "bg-nbd" | "mbg-nbd", k: number): RegularPlace {
  return { of, k, startFrom: ({ alpha, ...rest }) => ({ ...rest, alpha: (alpha * (k - 1)) / k }) };
}
