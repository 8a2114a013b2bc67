/** The steps to the next estimate of a season's index. */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { type Cycle, daysOfPeriods, PERIODS } from "../data/season.ts";
import type { SeasonInformation } from "./season-covariance.ts";
import { seenOf } from "./season-exposures.ts";
import { priorOf } from "./season-prior.ts";
import { joined, type Logs } from "./season-problem.ts";

/** The estimate is final once no ln s moves by more than this. */
export const STEADY = 1e-6;

/**
 * The next ln s of a cycle: the maximum of Σ (N_p Δ_p − A_p e^Δ_p) + ln prior, by Newton's method. The mean of s is set
 * to 1.
 */
export function improved(cycle: Cycle, log: Float64Array, counts: Float64Array, expected: Float64Array): Float64Array {
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
  return centred(cycle, u, seen);
}

/**
 * The next ln s of all cycles together: one Newton step with the information at an estimate near by. The parameters
 * follow ln s.
 *
 * @param expected - Purchases expected at the best parameters for `logs`.
 */
export function stepped(
  cycles: readonly Cycle[],
  logs: Logs,
  counts: readonly Float64Array[],
  expected: readonly Float64Array[],
  { decomposed, seen }: SeasonInformation,
): Float64Array[] {
  let begin = 0;
  const places = cycles.map((cycle) => {
    const place = begin;
    begin += PERIODS[cycle];
    return place;
  });
  const slopes = cycles.map((cycle, i) => {
    const own = seen.slice(places[i], places[i] + PERIODS[cycle]);
    const pull = priorOf(cycle, own).mmul(Matrix.columnVector(logs[i]));
    return logs[i].map((_, p) => (own[p] ? counts[i][p] - expected[i][p] - pull.get(p, 0) : 0));
  });
  const step = decomposed.solve(joined(slopes));
  return cycles.map((cycle, i) => {
    const own = seen.slice(places[i], places[i] + PERIODS[cycle]);
    return centred(
      cycle,
      logs[i].map((value, p) => value + step.get(places[i] + p, 0)),
      own,
    );
  });
}

/** ln s, shifted so that s has the mean 1 over the periods in the data; 0 for the other periods. */
function centred(cycle: Cycle, u: Float64Array, seen: readonly boolean[]): Float64Array {
  const days = daysOfPeriods(cycle);
  const [sum, whole] = days.reduce(
    ([s, w], length, p) => (seen[p] ? [s + length * Math.exp(u[p]), w + length] : [s, w]),
    [0, 0],
  );
  const shift = Math.log(sum / whole);
  return u.map((value, p) => (seen[p] ? value - shift : 0));
}
