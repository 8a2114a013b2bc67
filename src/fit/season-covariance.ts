/** The standard errors of a season's index. */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import { type Cycle, daysOfPeriods, PERIODS, type Season } from "../data/season.ts";
import type { Histories, PurchaseModel } from "../model.ts";
import type { Fit } from "./fit-result.ts";
import { fromLink, toLink } from "./link.ts";
import { byPeriod, exposuresOf, seenOf } from "./season-exposures.ts";
import { priorOf } from "./season-step.ts";
import type { Observed } from "./seasonal-model.ts";

/** Histories from which the errors of an index are computed: the information of so many is that of all within a percent. */
const SAMPLE = 20_000;
/** Step of differences in ln s and φ. */
const STEP = 1e-4;

/** The covariance of each cycle's ln s: the inverse of −∂² ln L/∂u² with the parameters profiled out, where the mean of s stays 1. */
export function covarianceOf(
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
