import type { Evaluation } from "../../src/model/objective.ts";
import type { WeighedRate } from "../family/purchase-rate.ts";
import type { Layout } from "./layout.ts";

/** The coins of the customers of a run, and the number of customers of this run and all later ones. */
interface Coins {
  readonly layout: Pick<Layout, "firstCoins">;
  readonly rate: Pick<WeighedRate, "atLeast" | "runFrequency">;
}

/** −Σ_{k<c−1} ln(1+a/(b+k)): no dropout at any of c coins but the last. */
export function addSurvival({ layout, rate }: Coins, a: number, b: number, out: Evaluation): void {
  const { atLeast, runFrequency } = rate;
  const { gradient: g, hessian: H } = out;
  let k = 0;
  for (let run = 0; run < atLeast.length; run++) {
    const last = runFrequency[run] + layout.firstCoins - 1;
    let log = 0;
    let ga = 0;
    let gb = 0;
    let aa = 0;
    let ab = 0;
    let bb = 0;
    for (; k < last; k++) {
      const bk = b + k;
      const beta = b / bk;
      const dropout = a / (a + bk);
      const stay = bk / (a + bk);
      log += Math.log1p(a / bk);
      ga += dropout;
      gb += dropout * beta;
      aa += dropout * stay;
      ab += dropout * stay * beta;
      bb += dropout * beta * (k / bk - stay * beta);
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
