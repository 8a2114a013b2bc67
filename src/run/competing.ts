import { models } from "../../models/index.ts";
import { needsLitt } from "../fit/regularity.ts";
import type { PurchaseModel } from "../model.ts";
import { modelsNamed } from "../validate/choose-model.ts";
import type { ModelOptions, TimeOptions } from "./options.ts";

/** The models that compete under a name, `auto` or names with commas between them; undefined where one model is named, or none. */
export function competing(model: string | undefined): readonly PurchaseModel[] | undefined {
  if (model === undefined || !(model.trim() === "auto" || model.includes(","))) return undefined;
  const entered = modelsNamed(model, models, "--model");
  return entered.length > 1 ? entered : undefined;
}

/** The same options, with litt where a model that is named, or competes, needs it. */
export function withLitt<O extends ModelOptions & TimeOptions>(options: O): O {
  const { model } = options;
  const entered = competing(model) ?? models.filter(({ name }) => name === model);
  return entered.some((one) => one.kind === "purchase" && needsLitt(one)) ? { ...options, litt: true } : options;
}
