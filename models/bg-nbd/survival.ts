import { type LongSums, longSums } from "../../src/math/long-sums.ts";
import type { Evaluation } from "../../src/model/objective.ts";

/** Coins a customer throws at the first purchase, before any repeat purchase: none in BG/NBD, one in MBG/NBD. One more follows each repeat purchase. */
export type FirstCoins = 0 | 1;

/** The numbers k < c − 1 of each run of equal x that lie beyond the run before, where c is the number of coins. */
export function coinsBefore(frequency: Float64Array, firstCoins: FirstCoins): LongSums {
  return longSums(frequency.map((x) => x + firstCoins - 1));
}

/**
 * −Σ_{k<c−1} ln(1+a/(b+k)): no dropout at any of c coins but the last.
 *
 * @param atLeast per run: the customers of this run and all later ones
 */
export function addSurvival(
  { start, at, weight }: LongSums,
  atLeast: Float64Array,
  a: number,
  b: number,
  out: Evaluation,
): void {
  const { gradient: g, hessian: H } = out;
  for (let run = 0; run < atLeast.length; run++) {
    let log = 0;
    let ga = 0;
    let gb = 0;
    let aa = 0;
    let ab = 0;
    let bb = 0;
    for (let j = start[run]; j < start[run + 1]; j++) {
      const k = at[j];
      const w = weight[j];
      const bk = b + k;
      const beta = b / bk;
      const dropout = a / (a + bk);
      const stay = bk / (a + bk);
      log += w * Math.log1p(a / bk);
      ga += w * dropout;
      gb += w * dropout * beta;
      aa += w * dropout * stay;
      ab += w * dropout * stay * beta;
      bb += w * dropout * beta * (k / bk - stay * beta);
    }
    const n = atLeast[run];
    out.value -= n * log;
    g[2] -= n * ga;
    g[3] += n * gb;
    H[10] -= n * aa;
    H[11] += n * ab;
    H[15] += n * bb;
  }
}
