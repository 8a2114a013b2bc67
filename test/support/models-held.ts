import { models, regularModels } from "../../models/index.ts";
import { poisson } from "../../models/template/poisson.ts";
import type { Model, PurchaseModel } from "../../src/model.ts";

/**
 * Two models of regular purchases stand for all, because they differ only in k. One has an even k, whose roots of unity
 * include −1, without a coin at the first purchase. The other has an odd k, with a coin. Every k is held to its
 * reference and to its limits.
 */
const LEFT_OUT: readonly Model[] = regularModels.filter((_, i) => i !== 0 && i !== regularModels.length / 2 + 1);

/** What the conformance tests run over: the registry, and the template for new models. */
export const held: readonly Model[] = [...models.filter((model) => !LEFT_OUT.includes(model)), poisson];

const purchase = models.filter((model) => model.kind === "purchase");

/** The purchase models of the registry in continuous time, all of them. */
export const purchaseModels: readonly PurchaseModel[] = purchase.filter(({ clock }) => clock === "continuous");

/** Those that count opportunities. */
export const countingModels: readonly PurchaseModel[] = purchase.filter(({ clock }) => clock === "periods");
