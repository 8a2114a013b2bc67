import type { PurchaseModel } from "../../src/model.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { ggompertzNbd } from "../ggompertz-nbd/ggompertz-nbd.ts";
import { mbgNbd } from "../mbg-nbd/mbg-nbd.ts";
import { future, newcomer } from "./future.ts";
import { heterogeneity } from "./heterogeneity.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** The Pareto/NBD: purchases at a Gamma-distributed rate until an exponential death, whose rate is Gamma-distributed too. */
export const paretoNbd: PurchaseModel = {
  kind: "purchase",
  name: "pareto-nbd",
  title: "Pareto/NBD",
  source: "Schmittlein, Morrison & Colombo (1987)",
  parameters,
  example: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
  statistic: { shared: ["frequency", "recency", "T"], summed: [] },
  dropout: "s",
  clock: "continuous",
  unreached: {
    model: mbgNbd,
    limit: "all-or-none-dropout",
    message:
      "Some customers seem to leave right after the first purchase, and the others never. Then s, β → 0 along a curve, and no values of s and β represent its end.",
  },
  wider: {
    model: ggompertzNbd,
    parameter: "b",
    message: "Death rates seem to rise with the age of a customer, but Pareto/NBD assumes that they are constant.",
  },
  limits,
  limitOf: withoutRepeatPurchase,
  heterogeneity,
  objective,
  start,
  future,
  newcomer,
  simulate,
};
