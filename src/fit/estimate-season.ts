import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import { type Cycle, endOf, estimatedIn, PERIODS, type Season, type SeasonIndex, seasonClock } from "../data/season.ts";
import { DAY } from "../data/time-unit.ts";
import type { Histories, Parameters, PurchaseModel } from "../model.ts";
import { fit } from "./fit.ts";
import type { Fit } from "./fit-result.ts";
import { covarianceOf } from "./season-covariance.ts";
import { byPeriod, daysOf, exposuresOf, overGrains } from "./season-exposures.ts";
import { improved, STEADY } from "./season-step.ts";
import { type Observed, requireClock, type SeasonOfData, seasonalModel } from "./seasonal-model.ts";

/** A season, and the fit on its clock. */
export interface SeasonFit {
  readonly season: Season;
  readonly purchase: Fit<PurchaseModel>;
}

/** A season to fit on: the cycles to estimate, the indices that are given, and the purchases of the data by day. */
export interface SeasonToFit {
  readonly cycles: readonly Cycle[];
  readonly known: Season;
  readonly repeats: RepeatsByDay;
}

/** The fit of a model with its season, as it is kept: the model itself, beside the season. */
export function fitSeason(
  model: PurchaseModel,
  histories: Histories,
  observed: Observed,
  { cycles, known, repeats }: SeasonToFit,
): SeasonFit {
  const found = estimateSeason(model, histories, observed, repeats, cycles, known);
  return { ...found, purchase: { ...found.purchase, model } };
}

const MOST_ROUNDS = 60;

/**
 * Estimates the indices of some cycles together with the parameters of a model, by maximum likelihood.
 *
 *     ∂ ln L/∂ ln s_p = N_p − A_p,   A_p = Σ_i E[λ_i ∫ s over the days of p while customer i is alive | x, t_x, T]
 *
 * N_p are the repeat purchases on days of the period, A_p the purchases expected on them given each customer's history: up to t_x of one
 * who is gone, up to T of one who is alive. Given θ the root is found by s_p ← s_p·N_p/A_p (an EM step: λ and the dropout are what is
 * missing), given s the parameters by the usual fit, until neither moves. A weak prior draws ln s to 0 and neighbours of a cycle to each
 * other; it weighs as much as four purchases, so it matters only where data are few. Periods without a day in the data have the factor 1.
 * Over a mean cycle, s has the mean 1 over the periods seen.
 *
 * The covariance of ln s is the inverse of the observed information, with the parameters profiled out.
 *
 * @param histories - In the time unit of `observed`, up to its end.
 * @param repeats - All repeat purchases of these histories.
 * @param cycles - Which indices to estimate.
 * @param known - Indices that are given.
 */
export function estimateSeason(
  model: PurchaseModel,
  histories: Histories,
  observed: Observed,
  repeats: RepeatsByDay,
  cycles: readonly Cycle[],
  known: Season = [],
): SeasonFit {
  requireClock(model);
  const days = daysOf(repeats, cycles);
  const exposures = exposuresOf(model, histories, observed, repeats);
  const spread = overGrains(repeats, observed);
  let logs: readonly Float64Array[] = cycles.map((cycle) => new Float64Array(PERIODS[cycle]));
  const seasonAt = (at: readonly Float64Array[]): Season => [
    ...cycles.map((by, i): SeasonIndex => ({ by, factors: Array.from(at[i], Math.exp) })),
    ...known,
  ];
  let fitted = fit(seasonalModel(model, seasonAt(logs), observed), histories);
  for (let round = 0; round < MOST_ROUNDS && cycles.length > 0 && fitted.converged; round++) {
    const before = logs;
    for (const [i, cycle] of cycles.entries()) {
      const expected = byPeriod(exposures(seasonAt(logs), fitted.parameters), days[i], PERIODS[cycle]);
      logs = logs.with(i, improved(cycle, logs[i], byPeriod(spread, days[i], PERIODS[cycle]), expected));
    }
    const moved = logs.reduce(
      (most, log, i) => log.reduce((far, value, k) => Math.max(far, Math.abs(value - before[i][k])), most),
      0,
    );
    const near = fitted.limits === undefined ? fitted.parameters : undefined;
    fitted = fit(startingAt(seasonalModel(model, seasonAt(logs), observed), near), histories);
    if (moved < STEADY) break;
  }
  const season = seasonAt(logs);
  const covariances = covarianceOf(model, histories, observed, repeats, days, cycles, logs, fitted, seasonAt);
  const withErrors = season.map((index, i) => (covariances[i] ? { ...index, logCovariance: covariances[i] } : index));
  return { season: withErrors, purchase: fitWithSeason(model, histories, observed, repeats, withErrors) };
}

/** The same model, whose search begins near a maximum, where there is one. */
function startingAt(model: PurchaseModel, near: Parameters | undefined): PurchaseModel {
  return near ? { ...model, start: () => near } : model;
}

/** The fit of a model on the clock of a season, whose likelihood has the factors of the purchases and whose AIC and BIC count the index. */
function fitWithSeason(
  model: PurchaseModel,
  histories: Histories,
  observed: Observed,
  repeats: RepeatsByDay,
  season: Season,
): Fit<PurchaseModel> {
  return fit(seasonalModel(model, season, observed, seasonOfData(season, observed, repeats)), histories);
}

/**
 * What a season adds to the likelihood of purchases, Σ ln of the mean of s over the grain of each, and how many of its numbers were estimated:
 * those of a cycle less one, since its mean is 1.
 */
function seasonOfData(season: Season, { until, grain }: Observed, { from, counts }: RepeatsByDay): SeasonOfData {
  const clock = seasonClock(season, grain, until);
  const end = endOf(grain === "week" || grain === "month" ? grain : "day");
  let logFactors = 0;
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    const start = (from + k) * DAY;
    logFactors += counts[k] * Math.log((clock.at(end(start)) - clock.at(start)) / (end(start) - start));
  }
  return { logFactors, estimated: estimatedIn(season) };
}
