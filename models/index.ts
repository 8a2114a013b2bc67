import type { Model } from "../src/model.ts";
import { bgNbd } from "./bg-nbd/bg-nbd.ts";
import { cnbd } from "./cnbd-k/cnbd-k.ts";
import { gammaGamma } from "./gamma-gamma/gamma-gamma.ts";
import { mbgNbd } from "./mbg-nbd/mbg-nbd.ts";
import { nbd } from "./nbd/nbd.ts";
import { paretoNbd } from "./pareto-nbd/pareto-nbd.ts";

export { bgNbd, cnbd, gammaGamma, mbgNbd, nbd, paretoNbd };

/** The registry of models, those of a kind in the order of preference; the conformance tests run over this array. */
export const models: readonly Model[] = [bgNbd, mbgNbd, paretoNbd, nbd, gammaGamma];
