import type { Model, PurchaseModel } from "../src/model.ts";
import { bgBb } from "./bg-bb/bg-bb.ts";
import { bgNbd } from "./bg-nbd/bg-nbd.ts";
import { cnbd } from "./cnbd-k/cnbd-k.ts";
import { gammaGamma } from "./gamma-gamma/gamma-gamma.ts";
import { ggompertzNbd } from "./ggompertz-nbd/ggompertz-nbd.ts";
import { mbgNbd } from "./mbg-nbd/mbg-nbd.ts";
import { nbd } from "./nbd/nbd.ts";
import { paretoNbd } from "./pareto-nbd/pareto-nbd.ts";

export { contractsOf } from "./sbg/contracts-of.ts";
export { type Contracts, objective as sbgObjective } from "./sbg/log-likelihood.ts";
export {
  churn as sbgChurn,
  discountedLifetime as sbgDiscountedLifetime,
  discountedResidualLifetime as sbgDiscountedResidualLifetime,
  retention as sbgRetention,
  survival as sbgSurvival,
} from "./sbg/retention.ts";
export { bgBb, bgNbd, cnbd, gammaGamma, ggompertzNbd, mbgNbd, nbd, paretoNbd };

const PHASES = [2, 3, 4, 5, 6];

/** The models of regular purchases: BG/CNBD-2 … 6, then MBG/CNBD-2 … 6. k = 1 would be BG/NBD and MBG/NBD themselves. */
export const regularModels: readonly PurchaseModel[] = ([0, 1] as const).flatMap((firstCoins) =>
  PHASES.map((k) => cnbd(k, firstCoins)),
);

/** The registry of models, those of a kind in the order of preference; the conformance tests run over this array. */
export const models: readonly Model[] = [
  bgNbd,
  mbgNbd,
  paretoNbd,
  nbd,
  ...regularModels,
  ggompertzNbd,
  bgBb,
  gammaGamma,
];
