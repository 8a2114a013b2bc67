import type { PurchaseModel } from "../../src/model.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
  probabilityOfPurchaseIfAlive,
} from "./expected-purchases.ts";
import { heterogeneity } from "./heterogeneity.ts";
import { limits } from "./limits.ts";
import { objective } from "./log-likelihood.ts";
import { parameters } from "./parameters.ts";
import { probabilitiesAlive } from "./probabilities-alive.ts";
import { probabilityAlive } from "./probability-alive.ts";
import { futurePurchaseProbabilities, purchaseProbabilities } from "./purchase-probabilities.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** The BG/NBD: purchases at a Gamma-distributed rate, dropout after a purchase with a Beta-distributed probability. */
export const bgNbd: PurchaseModel = {
  kind: "purchase",
  name: "bg-nbd",
  title: "BG/NBD",
  source: "Fader, Hardie & Lee (2005)",
  parameters,
  limits,
  heterogeneity,
  objective,
  start,
  probabilityAlive,
  probabilitiesAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
  discountedPurchasesIfAlive,
  probabilityOfPurchaseIfAlive,
  purchaseProbabilities,
  futurePurchaseProbabilities,
  simulate,
};
