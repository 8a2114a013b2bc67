import { models } from "../../models/index.ts";
import { convertHistories } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { countHistories } from "../data/histories.ts";
import type { RepeatSpend } from "../data/repeat-spend.ts";
import { ClvError } from "../errors.ts";
import { aboutBase, fingerprint } from "../fit/fingerprint.ts";
import { type FitData, fitBase, fitHistories, repeatSpendOf } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { readText } from "../io/input.ts";
import { modelFromJson } from "../io/model-file.ts";
import type { Model, PurchaseModel, SpendModel } from "../model.ts";
import type { Options } from "./flags.ts";
import { counted } from "./format.ts";
import { note } from "./outcome.ts";

/** Reads a model file and finds its models in the registry. */
export async function readModel(path: string): Promise<FittedModel> {
  return modelFromJson(await readText(path), models, path);
}

/** The same of a model to predict with. */
export async function readModelToPredict(path: string): Promise<FittedModel> {
  const fitted = await readModel(path);
  requirePrediction(fitted);
  return fitted;
}

/** Which models are fitted, by name; the first of the registry where none is given. */
export type ModelNames = Pick<Options, "model" | "spendModel">;

/** Fits the models of a command to a base: a purchase model, and a spend model where there are values. */
export async function fitModels(base: CustomerBase, names: ModelNames): Promise<FittedModel> {
  const { purchase, spend } = chosenModels(names);
  return requireConverged(await fitBase(base, purchase, spend));
}

/** The same to histories, wherever their customers are. */
export async function fitModelsTo(data: FitData, names: ModelNames): Promise<FittedModel> {
  const { purchase, spend } = chosenModels(names);
  return requireConverged(await fitHistories(data, purchase, spend));
}

/** The models that a command fits. Throws when the registry has none of the name. */
export function chosenModels({
  model,
  spendModel,
}: { readonly [Name in keyof ModelNames]: ModelNames[Name] | undefined }): {
  purchase: PurchaseModel;
  spend: SpendModel;
} {
  const ofKind = <M extends Model>(kind: M["kind"]): M[] => models.filter((one): one is M => one.kind === kind);
  return {
    purchase: named(ofKind<PurchaseModel>("purchase"), model, "--model"),
    spend: named(ofKind<SpendModel>("spend"), spendModel, "--spend-model"),
  };
}

function named<M extends Model>(among: readonly M[], name: string | undefined, where: string): M {
  const found = name === undefined ? among[0] : among.find((model) => model.name === name);
  if (found) return found;
  throw new ClvError("usage", {
    where,
    expected: `one of ${among.map((model) => model.name).join(", ")}`,
    got: name,
    wayOut: "A fitted model in a file is for clv predict, report, inspect and simulate; clv models lists those to fit.",
  });
}

/** Throws unless both fits ended at a maximum or at a limit of their model: anything else is no estimate. */
function requireConverged(fitted: FittedModel): FittedModel {
  for (const fit of [fitted.purchase, fitted.spend]) {
    if (!fit || fit.converged) continue;
    throw new ClvError("data", {
      where: `${fit.model.name} fit`,
      expected: "a maximum of the likelihood",
      got: fit.stop,
      wayOut: `${fit.message} Look at the customer base with clv summarize: too few repeat buyers, or values of very different size?`,
    });
  }
  return fitted;
}

/** Throws when a model was fitted to customers none of whom came back: it can be looked at, but it predicts nothing. */
export function requirePrediction({ data }: FittedModel): void {
  if (data.repeatPurchases > 0) return;
  throw new ClvError("data", {
    where: "fitted model",
    expected: "repeat purchases to learn from",
    got: `${counted(data.customers, "customer")} without one`,
    wayOut: "Observe longer, or check --grain, --customer and the dates; clv summarize shows the customer base.",
  });
}

/** Says when a base is not the one the model was fitted on, which is no fault. */
export async function otherData(base: CustomerBase, fitted: FittedModel): Promise<Notice[]> {
  const { unit, grain } = base;
  const data = { unit, grain, about: aboutBase(base), histories: countHistories(base) };
  return otherHistories(data, () => repeatSpendOf(base), fitted);
}

/** The same of histories; what was spent is only asked for when it is needed. */
export async function otherHistories(
  { unit, about, histories }: Pick<FitData, "unit" | "about" | "histories">,
  repeatSpend: () => RepeatSpend | undefined,
  fitted: FittedModel,
): Promise<Notice[]> {
  const { data } = fitted;
  // What is counted tells most data apart; the sum over all histories is for the rest.
  if (about.customers === data.customers && about.repeatPurchases === data.repeatPurchases) {
    const here = await fingerprint(about, convertHistories(histories, unit, fitted.unit), repeatSpend());
    if (here.sha256 === data.sha256) return [];
  }
  const dates = data.from === undefined ? "" : `, ${data.from} to ${data.until}`;
  return [note("other-data", `The model was fitted on other data: ${counted(data.customers, "customer")}${dates}.`)];
}
