import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { countHistories } from "../../src/data/histories.ts";
import type { Evaluation, Objective } from "../../src/model/objective.ts";
import type { Histories } from "../../src/model.ts";
import { conjugateGradient } from "../../src/optimize/fmin.ts";
import { climb } from "../../src/optimize/nelder-mead.ts";
import { maximize } from "../../src/optimize/newton.ts";
import type { Case } from "../support/measure.ts";
import { simulatedBase } from "../support/simulated-base.ts";

/** A search and what it cost: the log-likelihood reached, and how many values or derivatives it took. */
interface Search {
  readonly logLikelihood: number;
  readonly evaluations: number;
}

/**
 * What exact derivatives buy: Newton against the two searches of `fmin` on the same objective, from the same start.
 *
 * Only Newton's search must be right. The shortfall of the others is a result, printed in millionths of a unit of
 * log-likelihood.
 */
export function optimiserSuite(customers: number): readonly Case<Search>[] {
  const histories = countHistories(simulatedBase(customers));
  const objective = bgNbd.objective(histories);
  const start = startOf(histories);
  const best = newton(objective, start).logLikelihood;
  const runs = customers > 100_000 ? 3 : 7;
  const label = `${customers.toLocaleString("en")} customers`;
  const search = (name: string, run: () => Search, check: (found: Search) => void): Case<Search> => ({
    name: `${name}, ${label}`,
    runs,
    run,
    check,
    counters: (found) => ({
      evaluations: found.evaluations,
      "short by (1e-6)": Number((1e6 * (best - found.logLikelihood)).toPrecision(3)),
    }),
  });
  const finite = ({ logLikelihood }: Search) => {
    if (!Number.isFinite(logLikelihood)) throw new Error(`expected a finite log-likelihood, got ${logLikelihood}`);
  };
  return [
    search(
      "Newton, exact derivatives",
      () => newton(objective, start),
      ({ logLikelihood }) => {
        if (!(Math.abs(logLikelihood - best) <= 1e-12 * Math.abs(best))) {
          throw new Error(`expected ${best}, got ${logLikelihood}`);
        }
      },
    ),
    search("fmin conjugate gradient", () => conjugateGradients(objective, start), finite),
    search("fmin Nelder-Mead, restarted", () => simplex(objective, start), finite),
  ];
}

function startOf(histories: Histories): Float64Array {
  const start = bgNbd.start(histories);
  return Float64Array.from(bgNbd.parameters, ({ name }) => Math.log(start[name]));
}

function newton(objective: Objective, start: Float64Array): Search {
  const { value, evaluations } = maximize(objective, start);
  return { logLikelihood: value, evaluations };
}

function conjugateGradients(objective: Objective, start: Float64Array): Search {
  const out: Evaluation = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  let evaluations = 0;
  const negative = (point: number[], gradient: number[]): number => {
    evaluations++;
    objective.evaluate(Float64Array.from(point), out);
    for (let i = 0; i < 4; i++) gradient[i] = -out.gradient[i] / objective.observations;
    return -out.value / objective.observations;
  };
  const { fx } = conjugateGradient(negative, Array.from(start), { maxIterations: 1000 });
  return { logLikelihood: -fx * objective.observations, evaluations };
}

function simplex(objective: Objective, start: Float64Array): Search {
  let evaluations = 0;
  const counted = (point: Float64Array): number => {
    evaluations++;
    return objective.value(point);
  };
  return { logLikelihood: objective.value(climb(counted, start)), evaluations };
}
