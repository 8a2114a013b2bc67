import type { SpendModel } from "../../src/model.ts";
import { cumulativeSpend } from "./cumulative-spend.ts";
import { limitOf } from "./equal-spend.ts";
import { expectedSpend } from "./expected-spend.ts";
import { futureTotal } from "./future-total.ts";
import { heterogeneity } from "./heterogeneity.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { simulate } from "./simulate.ts";
import { simulateFuture } from "./simulate-future.ts";
import { start } from "./start.ts";

/** The Gamma-Gamma: each customer's purchases have Gamma-distributed values around a mean that differs by customer. */
export const gammaGamma: SpendModel = {
  kind: "spend",
  name: "gamma-gamma",
  title: "Gamma-Gamma",
  source: "Fader & Hardie (2013)",
  parameters,
  example: { p: 6.25, q: 3.74, v: 15.44 },
  statistic: { shared: ["frequency", "monetaryValue"], summed: [] },
  limits,
  limitOf,
  heterogeneity,
  objective,
  start,
  expectedSpend,
  cumulativeSpend,
  simulate,
  simulateFuture,
  futureTotal,
};
