import type { PurchaseModel } from "../../src/model.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { future, newcomer } from "./future.ts";
import { heterogeneity } from "./heterogeneity.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** The GGompertz/NBD: Pareto/NBD with death rates that grow with the age of a customer. */
export const ggompertzNbd: PurchaseModel = {
  kind: "purchase",
  name: "ggompertz-nbd",
  title: "GGompertz/NBD",
  source: "Bemmaor & Glady (2012)",
  parameters,
  example: { r: 0.553, alpha: 10.578, b: 0.02, s: 0.606, beta: 11.669 },
  statistic: { shared: ["frequency", "recency", "T"], summed: [] },
  dropout: "s",
  clock: "continuous",
  limits,
  limitOf: withoutRepeatPurchase,
  heterogeneity,
  objective,
  start,
  future,
  newcomer,
  simulate,
};
