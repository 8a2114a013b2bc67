import { models } from "../../models/index.ts";
import { ClvError } from "../errors.ts";
import { needsLitt } from "../fit/regularity.ts";
import { given } from "../given.ts";
import type { PurchaseModel } from "../model.ts";
import { modelsNamed } from "../validate/choose-model.ts";
import type { ModelOptions, TimeOptions } from "./options.ts";

/** The models that compete under a name, `auto` or names with commas between them; undefined where one model is named, or none. */
export function competing(model: string | undefined): readonly PurchaseModel[] | undefined {
  if (model === undefined || !(model.trim() === "auto" || model.includes(","))) return undefined;
  const entered = modelsNamed(model, models, "--model");
  return entered.length > 1 ? entered : undefined;
}

/** The models that count opportunities, best first. */
const COUNTING = models.filter((one) => one.kind === "purchase" && one.clock === "periods");

/**
 * The same options, completed for the named or competing models. They have litt where a model needs it, and counted
 * ages where the model counts opportunities. If ages are counted and no model is named, the first model that counts
 * opportunities is named.
 *
 * @throws ClvError `usage` where ages are counted and the model does not count them
 */
export function forModels<O extends ModelOptions & TimeOptions>(options: O): O {
  const { discrete = false, model = discrete ? COUNTING[0]!.name : undefined } = options;
  const entered = competing(model) ?? models.filter(({ name }) => name === model);
  const litt = entered.some((one) => one.kind === "purchase" && needsLitt(one));
  const counts = entered.some((one) => COUNTING.includes(one));
  if (discrete && !counts && entered.length > 0) {
    throw new ClvError("usage", {
      where: "--discrete",
      expected: `a model that counts opportunities: ${COUNTING.map(({ name }) => name).join(", ")}`,
      got: model,
      wayOut: "For models in continuous time leave out --discrete.",
    });
  }
  return { ...options, ...given({ model }), ...(litt && { litt }), ...(counts && { discrete: counts }) };
}
