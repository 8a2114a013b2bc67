import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import { type Cycle, PERIODS, type Season } from "../data/season.ts";
import type { Histories, PurchaseModel } from "../model.ts";
import type { Fit } from "./fit-result.ts";
import { covarianceOf, informationAt } from "./season-covariance.ts";
import { type Estimate, type Logs, type ProblemOver, sampled, seasonProblem } from "./season-problem.ts";
import { improved, STEADY, stepped } from "./season-step.ts";
import { type Observed, requireClock } from "./seasonal-model.ts";

/** A season, and the fit on its clock. */
export interface SeasonFit {
  readonly season: Season;
  readonly purchase: Fit<PurchaseModel>;
}

/** The season of a fit: the cycles to estimate, the indices from the user, and the purchases of the data by day. */
export interface SeasonToFit {
  readonly cycles: readonly Cycle[];
  readonly known: Season;
  readonly repeats: RepeatsByDay;
}

/** The fit of a model with its season, in the form that is kept: the model itself, and the season apart. */
export function fitSeason(
  model: PurchaseModel,
  histories: Histories,
  observed: Observed,
  { cycles, known, repeats }: SeasonToFit,
): SeasonFit {
  const found = estimateSeason(model, histories, observed, repeats, cycles, known);
  return { ...found, purchase: { ...found.purchase, model } };
}

/** The most rounds of each kind. */
const MOST_ROUNDS = 60;
/** Within this distance of the estimate, Newton's method takes over. */
const NEAR = 0.01;

/**
 * Estimates the indices of some cycles together with the parameters of a model, by maximum likelihood.
 *
 *     ∂ ln L/∂ ln s_p = N_p − A_p,   A_p = Σ_i E[λ_i ∫ s over the days of p while customer i is alive | x, t_x, T]
 *
 * N_p are the repeat purchases on days of the period. A_p are the purchases expected on these days given each
 * customer's history. They count up to t_x of a customer who is gone, and up to T of one who is alive. Given θ, the
 * step s_p ← s_p·N_p/A_p leads to the root. It is an EM step; the missing data are λ and the dropout. Given s, the
 * usual fit finds the parameters. These rounds, over a sample where customers are many, lead near the estimate. From
 * there Newton's method, with the information of the sample, needs few rounds over all customers. A weak prior pulls ln
 * s to 0 and neighbours of a cycle to each other. It has the weight of four purchases, so it matters only where data
 * are few. Periods without a day in the data have the factor 1. Over a mean cycle, s has the mean 1 over the periods
 * seen.
 *
 * The covariance of ln s is the inverse of the observed information, with the parameters profiled out.
 *
 * @param histories - In the time unit of `observed`, up to its end.
 * @param repeats - All repeat purchases of these histories.
 * @param cycles - Which indices to estimate.
 * @param known - Indices from the user.
 * @returns The indices with the covariance of ln s, and the fit on their clock. Its likelihood includes the factors of
 * the purchases; its AIC and BIC count the estimated factors too.
 * @throws ClvError `usage` for a model that is not exact on the clock of a season.
 * @example
 * const world = { purchase: { model: bgNbd, parameters: { r: 0.8, alpha: 30, a: 0.6, b: 4 } }, unit: "day" };
 * const span = { customers: 50, from: "2022-01-01", until: "2023-12-31" };
 * const log = await readTransactions([...simulateTransactions(world, seeded(1), span)]);
 * const { base, report } = summarize(log, { unit: "day" });
 * const repeats = countRepeats(log, report.from, { unit: "day" });
 * const observed = { until: base.until, unit: "day", grain: "day" };
 * const { season } = estimateSeason(bgNbd, countHistories(base), observed, repeats, ["weekday"]);
 * season[0].factors.length; // 7
 *
 * Dempster, Laird & Rubin (1977) for the EM steps.
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
  const problem = seasonProblem(model, observed, repeats, cycles, known);
  if (cycles.length === 0) return { season: known, purchase: problem.over(histories).fitAt([]) };
  const some = sampled(histories);
  const sample = problem.over(some);
  const all = some === histories ? sample : problem.over(histories);
  const flat = cycles.map((cycle) => new Float64Array(PERIODS[cycle]));
  let found = byRounds(sample, { logs: flat, fitted: sample.fitAt(flat) }, NEAR);
  found = byNewton(sample, all, found) ?? byRounds(all, found, STEADY);
  const covariances = covarianceOf(all, informationAt(sample, found));
  const season = problem.seasonAt(found.logs);
  const withErrors = season.map((index, i) => (covariances[i] ? { ...index, logCovariance: covariances[i] } : index));
  return { season: withErrors, purchase: found.fitted };
}

/** Fits and EM steps in turn until no ln s moves by more than `steady`. */
function byRounds(over: ProblemOver, from: Estimate, steady: number): Estimate {
  let { logs, fitted } = from;
  for (let round = 0; round < MOST_ROUNDS && fitted.converged; round++) {
    const before = logs;
    for (const [i, cycle] of over.cycles.entries()) {
      const expected = over.expectedAt(logs, fitted.parameters)[i];
      logs = logs.with(i, improved(cycle, logs[i], over.counts[i], expected));
    }
    fitted = over.fitAt(logs, fitted);
    if (farthest(before, logs) < steady) break;
  }
  return { logs, fitted };
}

/**
 * Newton steps over all histories with the information of a sample, which is computed again where progress is too slow.
 * Undefined where the steps do not shrink, or where no maximum is near.
 */
function byNewton(sample: ProblemOver, all: ProblemOver, from: Estimate): Estimate | undefined {
  let found: Estimate = sample === all ? from : { logs: from.logs, fitted: all.fitAt(from.logs, from.fitted) };
  let information = informationAt(sample, found);
  let last = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { logs, fitted } = found;
    if (!(fitted.converged && information.decomposed.isPositiveDefinite())) return undefined;
    const next = stepped(all.cycles, logs, all.counts, all.expectedAt(logs, fitted.parameters), information);
    const moved = farthest(logs, next);
    if (!(moved < Math.min(last, 1))) return undefined;
    found = { logs: next, fitted: all.fitAt(next, fitted) };
    // The next step would shrink by the same factor again.
    const ahead = Number.isFinite(last) ? (moved * moved) / last : moved;
    if (Math.min(moved, ahead) < STEADY) return found;
    if (moved > last / 10) information = informationAt(sample, found);
    last = moved;
  }
  return undefined;
}

/** The largest change of any ln s. */
function farthest(before: Logs, after: Logs): number {
  return after.reduce(
    (most, log, i) => log.reduce((far, value, k) => Math.max(far, Math.abs(value - before[i][k])), most),
    0,
  );
}
