import type { PurchaseModel, SpendModel } from "../src/model.ts";
import { bgNbd } from "./bg-nbd/bg-nbd.ts";
import { gammaGamma } from "./gamma-gamma/gamma-gamma.ts";

export { bgNbd, gammaGamma };

/** Every model there is; the conformance tests run over this array. */
export const models: readonly (PurchaseModel | SpendModel)[] = [bgNbd, gammaGamma];
