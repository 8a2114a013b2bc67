import { models, regularModels } from "../../models/index.ts";
import { poisson } from "../../models/template/poisson.ts";
import type { Model, PurchaseModel } from "../../src/model.ts";

/**
 * Of regular purchases two members stand for all, which differ in k alone: an even k, whose roots of unity have −1 among them, without a
 * coin at the first purchase, and an odd one with it. Every k is held to its reference and to its limits.
 */
const LEFT_OUT: readonly Model[] = regularModels.filter((_, i) => i !== 0 && i !== regularModels.length / 2 + 1);

/** What the conformance tests run over: the registry, and the template for new models. */
export const held: readonly Model[] = [...models.filter((model) => !LEFT_OUT.includes(model)), poisson];

const purchase = models.filter((model) => model.kind === "purchase");

/** The purchase models of the registry in continuous time, all of them. */
export const purchaseModels: readonly PurchaseModel[] = purchase.filter(({ clock }) => clock === "continuous");

/** Those that count opportunities. */
export const countingModels: readonly PurchaseModel[] = purchase.filter(({ clock }) => clock === "periods");
