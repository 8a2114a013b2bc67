import type { PurchaseModel } from "../../src/model.ts";
import { betaDropout } from "../bg-nbd/heterogeneity.ts";
import { parameters } from "../bg-nbd/parameters.ts";
import { start } from "../bg-nbd/start.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";
import { rateAlive } from "../family/rate-alive.ts";
import { withoutRepeatPurchase } from "../family/rate-limits.ts";
import { regularPlace } from "../family/regular-place.ts";
import { future, newcomer } from "./future.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { simulate } from "./simulate.ts";

/** The MBG/NBD: BG/NBD with a coin after the first purchase too, so that customers who never came back may be gone. */
export const mbgNbd: PurchaseModel = {
  kind: "purchase",
  name: "mbg-nbd",
  title: "MBG/NBD",
  source: "Batislam, Denizel & Filiztekin (2007)",
  parameters,
  example: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
  statistic: { shared: ["frequency", "recency", "T"], summed: [] },
  dropout: "a",
  clock: "continuous",
  regular: regularPlace("mbg-nbd", 1),
  limits,
  limitOf: withoutRepeatPurchase,
  heterogeneity: [
    gammaRate("purchases per time while alive (λ)"),
    betaDropout("probability to drop out after a purchase (p)"),
  ],
  objective,
  start,
  future,
  newcomer,
  rateAlive,
  simulate,
};
