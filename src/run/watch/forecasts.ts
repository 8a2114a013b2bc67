import type { FittedModel } from "../../fit/fitted-model.ts";
import { sumNumbers } from "../../math/sum.ts";
import { totalHistories } from "../../predict/history-totals.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { scoreBaseHistories } from "../../sql/steps/score-engine-base.ts";
import type { OldAndNew } from "./result.ts";

export const YEAR: Horizon = { amount: 1, unit: "year" };

/** The expected purchases of the present base within a year, and its value, under the old and the new parameters. */
export function forecastsOf(
  data: Parameters<typeof scoreBaseHistories>[0],
  old: FittedModel,
  refit: FittedModel,
): { expectedPurchases: OldAndNew; equity?: OldAndNew } {
  const terms = { horizon: YEAR };
  const { count } = data.histories;
  const totals = [old, refit].map((fitted) => {
    const scored = scoreBaseHistories(data, fitted, terms);
    const purchases = sumNumbers(scored.expectedPurchases.map((n, k) => n * count[k]!));
    return { purchases, equity: totalValue(scored) };
  });
  const [before, now] = totals as [(typeof totals)[0], (typeof totals)[0]];
  const valued = before.equity !== undefined && now.equity !== undefined;
  return {
    expectedPurchases: { old: before.purchases, refit: now.purchases },
    ...(valued && { equity: { old: before.equity!, refit: now.equity! } }),
  };
}

function totalValue(scored: ReturnType<typeof scoreBaseHistories>): number | undefined {
  if (scored.worth === undefined) return undefined;
  const { equity } = totalHistories(scored.grouped.histories, scored, scored.worth).value!;
  return Number.isFinite(equity) ? equity : undefined;
}
