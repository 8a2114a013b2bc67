import type { Objective } from "../../src/model/objective.ts";
import { climb } from "../../src/optimize/nelder-mead.ts";
import { maximize } from "../../src/optimize/newton.ts";
import type { Random } from "../../src/random/random.ts";
import { between } from "./data-sets.ts";

/** The best log-likelihood of many searches from random starts, ten times wider at either end than the truths: Newton, and Nelder-Mead finished by Newton. */
export function multiStart(objective: Objective, random: Random, newton: number, nelderMead: number): number {
  const start = () =>
    Float64Array.of(
      between(random, 0.005, 50),
      between(random, 0.1, 5000),
      between(random, 0.005, 50),
      between(random, 0.03, 200),
    ).map(Math.log);
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < newton; k++) best = Math.max(best, maximize(objective, start()).value);
  for (let k = 0; k < nelderMead; k++) {
    best = Math.max(best, maximize(objective, climb(objective.value, start())).value);
  }
  return best;
}
