import type { PurchaseModel } from "../../src/model.ts";
import { betaShare } from "../family/beta-heterogeneity.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { future, newcomer } from "./future.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** The BG/BB: opportunities that are counted; at each a customer leaves or stays, and one who stays buys or does not. */
export const bgBb: PurchaseModel = {
  kind: "purchase",
  name: "bg-bb",
  title: "BG/BB",
  source: "Fader, Hardie & Shang (2010)",
  parameters,
  example: { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 },
  statistic: { shared: ["frequency", "recency", "T"], summed: [] },
  dropout: "gamma",
  clock: "periods",
  limits,
  limitOf: withoutRepeatPurchase,
  heterogeneity: [
    betaShare("purchase-probability", "probability to buy at an opportunity while alive (p)", "alpha", "beta"),
    betaShare("dropout", "probability to drop out before an opportunity (θ)", "gamma", "delta"),
  ],
  objective,
  start,
  future,
  newcomer,
  simulate,
};
