import { bgNbd, gammaGamma, models } from "../../models/index.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { fitBase } from "../fit/fit-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { readText } from "../io/input.ts";
import { modelFromJson } from "../io/model-file.ts";
import type { PurchaseModel, SpendModel } from "../model.ts";

/** A fitted model with the mathematics its parameters belong to. */
export interface ModelInUse {
  readonly fitted: FittedModel;
  readonly purchase: PurchaseModel;
  /** Absent when no spend model was fitted. */
  readonly spend: SpendModel | undefined;
}

/** Reads a model file and finds its models in the registry. */
export async function readModel(path: string): Promise<ModelInUse> {
  return withModels(modelFromJson(await readText(path), models, path));
}

/** A fitted model with its models from the registry. */
export function withModels(fitted: FittedModel): ModelInUse {
  const named = (name: string | undefined) => models.find((model) => model.name === name);
  return {
    fitted,
    purchase: named(fitted.purchase.model) as PurchaseModel,
    spend: named(fitted.spend?.model) as SpendModel | undefined,
  };
}

/** Fits the models of the command to a base: BG/NBD, and Gamma-Gamma where there are values. */
export async function fitModels(base: CustomerBase): Promise<ModelInUse> {
  return withModels(await fitBase(base, bgNbd, gammaGamma));
}
