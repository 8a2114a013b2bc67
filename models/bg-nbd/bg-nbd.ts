import type { PurchaseModel } from "../../src/model.ts";
import { rateAlive } from "../family/rate-alive.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { regularPlace } from "../family/regular-place.ts";
import { future, newcomer } from "./future.ts";
import { heterogeneity } from "./heterogeneity.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** The BG/NBD: purchases at a Gamma-distributed rate, dropout after a purchase with a Beta-distributed probability. */
export const bgNbd: PurchaseModel = {
  kind: "purchase",
  name: "bg-nbd",
  title: "BG/NBD",
  source: "Fader, Hardie & Lee (2005)",
  parameters,
  example: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  statistic: { shared: ["frequency", "recency", "T"], summed: [] },
  dropout: "a",
  clock: "continuous",
  regular: regularPlace("bg-nbd", 1),
  limits,
  limitOf: withoutRepeatPurchase,
  heterogeneity,
  objective,
  start,
  future,
  newcomer,
  rateAlive,
  simulate,
};
