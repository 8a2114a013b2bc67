/** The information on a season's index, and the standard errors from it. */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { daysOfPeriods, PERIODS } from "../data/season.ts";
import { fromLink, toLink } from "./link.ts";
import { seenOf } from "./season-exposures.ts";
import { priorOf } from "./season-prior.ts";
import { type Estimate, joined, type Logs, type ProblemOver } from "./season-problem.ts";

/** Step of differences in ln s and φ. */
const STEP = 1e-4;

/** −∂² ln L/∂u² of all ln s together. */
export interface SeasonInformation {
  /**
   * The information with the prior and the parameters profiled out, decomposed. The direction that moves the mean of s
   * is fixed.
   */
  readonly decomposed: CholeskyDecomposition;
  /** Which periods have days in the data, cycle after cycle. */
  readonly seen: readonly boolean[];
}

/** The information on a season of at least one cycle, at an estimate. */
export function informationAt(over: ProblemOver, { logs, fitted }: Estimate): SeasonInformation {
  const { cycles, counts } = over;
  const sizes = cycles.map((cycle) => PERIODS[cycle]);
  const begin = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const { parameters } = fitted.model;
  const phi = toLink(parameters, fitted.parameters);
  const expectedAt = (at: Logs, link: Float64Array): Matrix =>
    joined(over.expectedAt(at, link === phi ? fitted.parameters : fromLink(parameters, link)));
  const moved = (place: number, by: number): Float64Array[] =>
    logs.map((log, i) => log.map((value, k) => (begin[i] + k === place ? value + by : value)));
  const information = Matrix.zeros(size, size);
  for (let j = 0; j < size; j++) {
    const [up, down] = [expectedAt(moved(j, STEP), phi), expectedAt(moved(j, -STEP), phi)];
    for (let i = 0; i < size; i++) information.set(i, j, (up.get(i, 0) - down.get(i, 0)) / (2 * STEP));
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
      for (let row = 0; row < size; row++) slopes.set(row, column, (up.get(row, 0) - down.get(row, 0)) / (2 * STEP));
    });
    const covariance = new Matrix(free.map((i) => free.map((j) => fitted.logCovariance[i][j])));
    symmetric.sub(slopes.mmul(covariance).mmul(slopes.transpose()));
  }
  const here = over.expectedAt(logs, fitted.parameters);
  const seen: boolean[] = [];
  cycles.forEach((cycle, i) => {
    const own = seenOf(counts[i], here[i]);
    seen.push(...own);
    const prior = priorOf(cycle, own);
    const lengths = daysOfPeriods(cycle);
    // Fixes the mean: the variance along Σ days·s is nearly 0.
    const tied = Float64Array.from(lengths, (length, k) => (own[k] ? length * Math.exp(logs[i][k]) : 0));
    const norm = Math.hypot(...tied);
    const firm = 1e6 * (1 + counts[i].reduce((sum, n) => sum + n, 0));
    for (let a = 0; a < sizes[i]; a++) {
      for (let b = 0; b < sizes[i]; b++) {
        const extra = prior.get(a, b) + (firm * tied[a] * tied[b]) / (norm * norm || 1);
        symmetric.set(begin[i] + a, begin[i] + b, symmetric.get(begin[i] + a, begin[i] + b) + extra);
      }
    }
  });
  const even = Matrix.add(symmetric, symmetric.transpose()).mul(0.5);
  return { decomposed: new CholeskyDecomposition(even), seen };
}

/** The covariance of each cycle's ln s: the inverse of the information. */
export function covarianceOf({ cycles }: ProblemOver, { decomposed, seen }: SeasonInformation): number[][][] {
  const inverse = decomposed.solve(Matrix.eye(seen.length));
  let begin = 0;
  return cycles.map((cycle) => {
    const place = begin;
    const size = PERIODS[cycle];
    begin += size;
    return Array.from({ length: size }, (_, a) =>
      Array.from({ length: size }, (_, b) => {
        const [row, column] = [place + a, place + b];
        // For a period without data only the prior is known, and the factor stays 1.
        return seen[row] && seen[column] ? (inverse.get(row, column) + inverse.get(column, row)) / 2 : 0;
      }),
    );
  });
}
