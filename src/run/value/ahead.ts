import type { Period } from "../../data/periods.ts";
import type { LastError } from "../../value/demand.ts";
import type { Sensitivity } from "../../value/sensitivity.ts";
import { type SmallestSet, smallestSets, type Tier, tiersByRank } from "../../value/tiers.ts";
import { scoresOf } from "../draws.ts";
import { type Arriving, arrivalsOf } from "./arrivals.ts";
import { type DemandReport, demandOf } from "./demand.ts";
import { type EquityReport, equityOf } from "./equity.ts";
import { layOut, newcomersOf, type Valued } from "./laid-out.ts";
import { type GroupPayback, paybackOf } from "./payback.ts";
import { sensitivityOf } from "./sensitivity.ts";

/** The value ahead. */
export interface ValueAhead {
  readonly newcomers: readonly GroupPayback[];
  readonly equity: EquityReport;
  readonly sensitivity: readonly Sensitivity[];
  readonly tiers: { readonly tops: readonly Tier[]; readonly smallest: readonly SmallestSet[] };
  readonly demand: DemandReport;
}

/**
 * Computes the value ahead: payback, equity, sensitivity, tiers and demand.
 *
 * @param log the months of the log, and its customers by the day of the first purchase
 * @param last the error of the last holdout, which the demand carries forward
 */
export async function valueAhead(
  valued: Valued,
  log: Arriving,
  period: Period,
  last: LastError | undefined,
): Promise<ValueAhead> {
  const { base, costs, fitted, horizon, workers, discountRate } = valued;
  const terms = { horizon, discountRate, costs };
  const scores = await scoresOf(workers, base, fitted, terms);
  const laid = layOut(valued, scores);
  const groups = newcomersOf(valued, laid);
  const arrivals = arrivalsOf(log);
  return {
    newcomers: groups.map((group) => paybackOf(group, valued, laid)),
    equity: await equityOf(valued, scores, groups, arrivals),
    sensitivity: sensitivityOf(valued, laid, groups, arrivals),
    tiers: { tops: tiersByRank(scores.net!.netClv), smallest: smallestSets(scores.net!.netClv) },
    demand: await demandOf(valued, laid, scores, groups, period, arrivals, last),
  };
}
