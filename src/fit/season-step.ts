/** The weak prior of a season's index, and the step to its next estimate. */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { type Cycle, daysOfPeriods, PERIODS } from "../data/season.ts";
import { seenOf } from "./season-exposures.ts";

/** Prior precision of ln s: a standard deviation of 1, which is a factor of 2.7. */
const TO_ONE = 1;
/** Prior precision of the difference of neighbours in ln s: a standard deviation of a half. */
const TO_NEIGHBOUR = 4;
/** The estimate stands once no ln s moves by more than this. */
export const STEADY = 1e-7;

/** The precision of the prior over the periods seen: of ln s itself, and of the differences of neighbours of which both are seen. */
export function priorOf(cycle: Cycle, seen: readonly boolean[]): Matrix {
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
  const days = daysOfPeriods(cycle);
  const [sum, whole] = days.reduce(
    ([s, w], length, p) => (seen[p] ? [s + length * Math.exp(u[p]), w + length] : [s, w]),
    [0, 0],
  );
  const shift = Math.log(sum / whole);
  return u.map((value, p) => (seen[p] ? value - shift : 0));
}
