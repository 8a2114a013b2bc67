import { expect, it } from "vitest";
import { objective } from "../../../models/sbg/log-likelihood.ts";
import { maximize } from "../../../src/optimize/newton.ts";
import { expectClose } from "../../support/close.ts";

/** Of 1 000 customers, those who are left after each of seven years. The shares of Fader & Hardie (2007); the reference has their optimum. */
const COHORTS = [
  ["High End", [869, 743, 653, 593, 551, 517, 491], 0.668088351106, 3.80609496406, -1611.15814739],
  ["Regular", [631, 468, 382, 326, 289, 262, 241], 0.704077298474, 1.18204302621, -1680.26518846],
] as const;

it.each(COHORTS)("sBG of %s is at its maximum to 1e-10 (../shared/MODELS.md, §4)", (_, left, alpha, beta, value) => {
  const data = {
    length: left.length,
    periods: Float64Array.from(left, (__, k) => k + 1),
    churned: Float64Array.from(left, (n, k) => (left[k - 1] ?? 1000) - n),
    active: Float64Array.from(left, (n, k) => (k === left.length - 1 ? n : 0)),
  };
  const found = maximize(objective(data), new Float64Array(2));
  expect(found.stop).toBe("stationary");
  // As the reference rounds it, to 12 digits.
  expectClose(found.value, value, 2e-12);
  expectClose(Math.exp(found.point[0]!), alpha, 1e-10);
  expectClose(Math.exp(found.point[1]!), beta, 1e-10);
});
