import type { FitData } from "../fit/fit-base.ts";
import { type Horizon, horizonIn } from "../predict/horizon.ts";
import type { GroupedHistories } from "../sql/steps/histories.ts";
import { AUTO } from "../validate/choose-model.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import { competing } from "./competing.ts";
import type { Customers } from "./customers.ts";
import type { Run } from "./in-run.ts";
import type { ModelNames } from "./models.ts";

/**
 * Runs a tournament on these customers if several models compete.
 *
 * @param grouped their histories, as fetched for the fit
 * @param withHoldout whether the holdout of the customers, if there is one, takes part in the choice; in a validation
 * it must not
 * @param horizon the time for which purchases are expected where no holdout takes part; by default none
 * @returns the names of the models to fit
 */
export async function compareModels(
  { step, threads }: Run,
  customers: Customers,
  grouped: GroupedHistories & Pick<FitData, "season">,
  names: ModelNames,
  withHoldout: boolean,
  horizon?: Horizon,
): Promise<{ readonly names: ModelNames; readonly tournament?: TournamentInNumbers }> {
  const { model, spendModel } = names;
  const entered = competing(model);
  if (entered === undefined) return { names };
  const { histories, holdout } = await customers.tournamentData(grouped);
  const { season, about, unit, grain } = grouped;
  const timed = season && { season: { ...season, observed: { until: about.until!, unit, grain } } };
  const data = { histories, ...(withHoldout && holdout && { holdout }), ...timed };
  const workers = threads.for(histories.count.length);
  const tournament = await step("Comparing models", () =>
    workers.run("tournament", {
      data,
      names: entered.map(({ name }) => name),
      horizon: horizon && horizonIn(horizon, customers.about.unit),
      passOver: model?.trim() === AUTO,
    }),
  );
  return { names: { model: tournament.chosen, spendModel }, tournament };
}
