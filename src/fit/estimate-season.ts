import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import {
  type Cycle,
  daysOfPeriods,
  endOf,
  estimatedIn,
  PERIODS,
  periodOfDay,
  type Season,
  type SeasonIndex,
  seasonClock,
} from "../data/season.ts";
import { DAY, inMilliseconds } from "../data/time-unit.ts";
import type { Histories, Parameters, PurchaseModel } from "../model.ts";
import { fit } from "./fit.ts";
import type { Fit } from "./fit-result.ts";
import { fromLink, toLink } from "./link.ts";
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

/** Prior precision of ln s: a standard deviation of 1, which is a factor of 2.7. */
const TO_ONE = 1;
/** Prior precision of the difference of neighbours in ln s: a standard deviation of a half. */
const TO_NEIGHBOUR = 4;
/** The estimate stands once no ln s moves by more than this. */
const STEADY = 1e-7;
const MOST_ROUNDS = 60;
/** Histories from which the errors of an index are computed: the information of so many is that of all within a percent. */
const SAMPLE = 20_000;
/** Step of differences in ln s and φ. */
const STEP = 1e-4;

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

/** The purchases of a week or a month spread over its days. */
function overGrains({ from, counts }: RepeatsByDay, { grain }: Observed): Float64Array {
  if (grain !== "week" && grain !== "month") return counts;
  const end = endOf(grain);
  const spread = new Float64Array(counts.length);
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    const stop = Math.min(end((from + k) * DAY) / DAY - from, counts.length);
    for (let d = k; d < stop; d++) spread[d] += counts[k] / (stop - k);
  }
  return spread;
}

/** The period of each day of the data, cycle by cycle. */
function daysOf({ from, counts }: RepeatsByDay, cycles: readonly Cycle[]): readonly Uint16Array[] {
  return cycles.map((cycle) => Uint16Array.from(counts, (_, k) => periodOfDay(cycle, from + k)));
}

function byPeriod(column: Float64Array, periods: Uint16Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let k = 0; k < column.length; k++) sums[periods[k]] += column[k];
  return sums;
}

/**
 * Purchases expected on each day given the histories, as a function of season and parameters.
 *
 * Each history adds its rate while alive to the days from its first purchase to its last, or to the end of observation: to a table of
 * differences, which is then summed up and weighed by s(d).
 */
function exposuresOf(
  model: PurchaseModel,
  histories: Histories,
  observed: Observed,
  { from, counts }: RepeatsByDay,
): (season: Season, theta: Parameters) => Float64Array {
  const { until, unit, grain } = observed;
  const { length, frequency, count } = histories;
  const stop = endOf(grain === "week" || grain === "month" ? grain : "day");
  const place = (time: number): number => Math.min(Math.max(Math.floor(stop(time) / DAY) - from, 0), counts.length);
  const [first, last] = [new Uint32Array(length), new Uint32Array(length)];
  for (let k = 0; k < length; k++) {
    const birth = until - Math.round(inMilliseconds(histories.T[k], unit));
    first[k] = place(birth);
    last[k] = place(birth + Math.round(inMilliseconds(histories.recency[k], unit)));
  }
  const end = place(until);
  return (season, theta) => {
    const own = seasonalModel(model, season, observed);
    const { recency, T } = own.inTau(histories);
    const { alive } = model.future({ length, frequency, recency, T })(theta);
    const steps = new Float64Array(counts.length + 1);
    for (let k = 0; k < length; k++) {
      const gone = count[k] * (1 - alive[k]) * model.rateAlive!(theta, frequency[k], recency[k]);
      const there = count[k] * alive[k] * model.rateAlive!(theta, frequency[k], T[k]);
      steps[first[k]] += there;
      steps[end] -= there;
      if (last[k] > first[k]) {
        steps[first[k]] += gone;
        steps[last[k]] -= gone;
      }
    }
    // Of each day its length on the clock, in time units.
    const { calendar } = own;
    const expected = new Float64Array(counts.length);
    let rate = 0;
    for (let d = 0; d < expected.length; d++) {
      rate += steps[d];
      const time = (from + d) * DAY;
      expected[d] = (rate * (calendar.at(time + DAY) - calendar.at(time))) / inMilliseconds(1, unit);
    }
    return expected;
  };
}

/** Which periods of a cycle the data have days of. */
function seenOf(counts: Float64Array, expected: Float64Array): boolean[] {
  return Array.from(counts, (n, p) => n > 0 || expected[p] > 0);
}

/** The precision of the prior over the periods seen: of ln s itself, and of the differences of neighbours of which both are seen. */
function priorOf(cycle: Cycle, seen: readonly boolean[]): Matrix {
  const n = PERIODS[cycle];
  const prior = Matrix.zeros(n, n);
  for (let p = 0; p < n; p++) {
    prior.set(p, p, prior.get(p, p) + TO_ONE);
    const next = (p + 1) % n;
    if (!(seen[p] && seen[next])) continue;
    for (const [i, j, sign] of [
      [p, p, 1],
      [next, next, 1],
      [p, next, -1],
      [next, p, -1],
    ] as const) {
      prior.set(i, j, prior.get(i, j) + sign * TO_NEIGHBOUR);
    }
  }
  return prior;
}

/** The next ln s of a cycle: the maximum of Σ (N_p Δ_p − A_p e^Δ_p) + ln prior, by Newton's method, with the mean of s set to 1. */
function improved(cycle: Cycle, log: Float64Array, counts: Float64Array, expected: Float64Array): Float64Array {
  const seen = seenOf(counts, expected);
  const prior = priorOf(cycle, seen);
  const u = log.slice();
  for (let round = 0; round < 30; round++) {
    const growth = u.map((value, p) => expected[p] * Math.exp(value - log[p]));
    const pull = prior.mmul(Matrix.columnVector(u));
    const slope = Matrix.columnVector(Array.from(u, (_, p) => (seen[p] ? counts[p] - growth[p] - pull.get(p, 0) : 0)));
    const curve = prior.clone();
    for (let p = 0; p < u.length; p++) curve.set(p, p, curve.get(p, p) + growth[p]);
    const step = new CholeskyDecomposition(curve).solve(slope);
    let far = 0;
    for (let p = 0; p < u.length; p++) {
      const by = seen[p] ? Math.min(Math.max(step.get(p, 0), -1), 1) : 0;
      u[p] += by;
      far = Math.max(far, Math.abs(by));
    }
    if (far < STEADY / 10) break;
  }
  const days = daysOfPeriods(cycle);
  const [sum, whole] = days.reduce(
    ([s, w], length, p) => (seen[p] ? [s + length * Math.exp(u[p]), w + length] : [s, w]),
    [0, 0],
  );
  const shift = Math.log(sum / whole);
  return u.map((value, p) => (seen[p] ? value - shift : 0));
}

/** The covariance of each cycle's ln s: the inverse of −∂² ln L/∂u² with the parameters profiled out, where the mean of s stays 1. */
function covarianceOf(
  model: PurchaseModel,
  all: Histories,
  observed: Observed,
  repeats: RepeatsByDay,
  days: readonly Uint16Array[],
  cycles: readonly Cycle[],
  logs: readonly Float64Array[],
  fitted: Fit<PurchaseModel>,
  seasonAt: (logs: readonly Float64Array[]) => Season,
): number[][][] {
  const sizes = cycles.map((cycle) => PERIODS[cycle]);
  const begin = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  if (size === 0) return [];
  const exposures = exposuresOf(model, sampled(all), observed, repeats);
  const { parameters } = model;
  const phi = toLink(parameters, fitted.parameters);
  const expectedAt = (at: readonly Float64Array[], link: Float64Array): Float64Array => {
    const daily = exposures(seasonAt(at), link === phi ? fitted.parameters : fromLink(parameters, link));
    const out = new Float64Array(size);
    for (const [i, place] of begin.entries()) out.set(byPeriod(daily, days[i], sizes[i]), place);
    return out;
  };
  const moved = (place: number, by: number): Float64Array[] =>
    logs.map((log, i) => log.map((value, k) => (begin[i] + k === place ? value + by : value)));
  const information = Matrix.zeros(size, size);
  for (let j = 0; j < size; j++) {
    const [up, down] = [expectedAt(moved(j, STEP), phi), expectedAt(moved(j, -STEP), phi)];
    for (let i = 0; i < size; i++) information.set(i, j, (up[i] - down[i]) / (2 * STEP));
  }
  const symmetric = Matrix.add(information, information.transpose()).mul(0.5);
  const free = fitted.estimates.flatMap(({ logStandardError }, i) => (logStandardError === undefined ? [] : [i]));
  if (free.length > 0) {
    const slopes = Matrix.zeros(size, free.length);
    free.forEach((i, column) => {
      const [up, down] = [1, -1].map((sign) =>
        expectedAt(
          logs,
          phi.map((value, k) => (k === i ? value + sign * STEP : value)),
        ),
      );
      for (let row = 0; row < size; row++) slopes.set(row, column, (up[row] - down[row]) / (2 * STEP));
    });
    const covariance = new Matrix(free.map((i) => free.map((j) => fitted.logCovariance[i][j])));
    symmetric.sub(slopes.mmul(covariance).mmul(slopes.transpose()));
  }
  const here = expectedAt(logs, phi);
  const seen: boolean[] = [];
  cycles.forEach((cycle, i) => {
    const counts = byPeriod(repeats.counts, days[i], sizes[i]);
    const own = seenOf(counts, here.subarray(begin[i], begin[i] + sizes[i]));
    seen.push(...own);
    const prior = priorOf(cycle, own);
    const lengths = daysOfPeriods(cycle);
    // A mean that may not move: a variance of next to nothing along Σ days·s.
    const tied = Float64Array.from(lengths, (length, k) => (own[k] ? length * Math.exp(logs[i][k]) : 0));
    const norm = Math.hypot(...tied);
    const firm = 1e6 * (1 + counts.reduce((sum, n) => sum + n, 0));
    for (let a = 0; a < sizes[i]; a++) {
      for (let b = 0; b < sizes[i]; b++) {
        const extra = prior.get(a, b) + (firm * tied[a] * tied[b]) / (norm * norm || 1);
        symmetric.set(begin[i] + a, begin[i] + b, symmetric.get(begin[i] + a, begin[i] + b) + extra);
      }
    }
  });
  const even = Matrix.add(symmetric, symmetric.transpose()).mul(0.5);
  const inverse = new CholeskyDecomposition(even).solve(Matrix.eye(size));
  return cycles.map((_, i) =>
    Array.from({ length: sizes[i] }, (_, a) =>
      Array.from({ length: sizes[i] }, (_, b) => {
        const [row, column] = [begin[i] + a, begin[i] + b];
        // Of a period without data only the prior is known, and the factor is held at 1.
        return seen[row] && seen[column] ? (inverse.get(row, column) + inverse.get(column, row)) / 2 : 0;
      }),
    ),
  );
}

/** Some histories for all: every one to a step of the customers, each for so many of them. */
function sampled(all: Histories): Histories {
  if (all.length <= SAMPLE) return all;
  const customers = all.count.reduce((sum, n) => sum + n, 0);
  const step = customers / SAMPLE;
  const [places, counts]: [number[], number[]] = [[], []];
  let [passed, next] = [0, step / 2];
  for (let k = 0; k < all.length; k++) {
    passed += all.count[k];
    if (passed <= next) continue;
    const hits = Math.ceil((passed - next) / step);
    places.push(k);
    counts.push(hits * step);
    next += hits * step;
  }
  const of = (column: Float64Array): Float64Array => Float64Array.from(places, (k) => column[k]);
  const { frequency, recency, T } = all;
  return {
    length: places.length,
    ...{ frequency: of(frequency), recency: of(recency), T: of(T), count: Float64Array.from(counts) },
  };
}
