/** The weak prior of a season's index. */
import { Matrix } from "ml-matrix";
import { type Cycle, PERIODS } from "../data/season.ts";

/** Prior precision of ln s: a standard deviation of 1, which is a factor of 2.7. */
const TO_ONE = 1;
/** Prior precision of the difference of neighbours in ln s: a standard deviation of a half. */
const TO_NEIGHBOUR = 4;

/**
 * The precision of the prior over the periods in the data. It is that of ln s itself, and of the differences between
 * neighbours that are both in the data.
 */
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
