import { models } from "../../models/index.ts";
import { convertHistories } from "../data/convert-base.ts";
import type { RepeatSpend } from "../data/repeat-spend.ts";
import { ClvError } from "../errors.ts";
import { fingerprint } from "../fit/fingerprint.ts";
import { type FitData, fitHistories } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { readText } from "../io/input.ts";
import { modelFromJson } from "../io/model-file.ts";
import type { Model, PurchaseModel, SpendModel } from "../model.ts";
import { counted } from "../number-words.ts";
import { competing } from "./competing.ts";
import { note } from "./notice.ts";
import type { ModelOptions } from "./options.ts";

/** A model file has a few kilobytes, even for a large log. */
const LARGEST = 16 * 2 ** 20;

/** Reads a model file and finds its models in the registry. */
export async function readModel(path: string, stdin?: AsyncIterable<Uint8Array>): Promise<FittedModel> {
  return modelFromJson(await readText(path, LARGEST, stdin), models, path);
}

/** Names of models that may be written out as undefined. */
export type ModelNames = { readonly [Name in keyof ModelOptions]: ModelOptions[Name] | undefined };

/** Fits the models of these names to histories: a purchase model, and a spend model where there are values. */
export async function fitNamed(data: FitData, names: ModelNames): Promise<FittedModel> {
  const { purchase, spend } = chosenModels(names);
  return requireConverged(await fitHistories(data, purchase, spend));
}

/** The models of these names, the first of a kind where none is given, or of those that compete. Throws when the registry has none of the name. */
export function chosenModels({ model, spendModel }: ModelNames): {
  purchase: PurchaseModel;
  spend: SpendModel;
} {
  const ofKind = <M extends Model>(kind: M["kind"]): M[] => models.filter((one): one is M => one.kind === kind);
  return {
    purchase: competing(model)?.[0] ?? named(ofKind<PurchaseModel>("purchase"), model, "--model"),
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
    wayOut:
      "clv predict, report, inspect and simulate take a fitted model from a file. clv models lists the models to fit, and auto compares them.",
  });
}

/**
 * Throws unless the fit of purchases ended at a maximum or at a limit of the model: any other end is not an estimate.
 */
function requireConverged(fitted: FittedModel): FittedModel {
  const { purchase } = fitted;
  if (purchase.converged) return fitted;
  throw new ClvError("data", {
    where: `${purchase.model.name} fit`,
    expected: "a maximum of the likelihood",
    got: purchase.stop,
    wayOut: `${purchase.message} ${purchase.notices
      .filter(({ name }) => name === "limit-out-of-reach")
      .map(({ message, advice }) => `${message} ${advice} `)
      .join("")}Look at the customer base with clv summarize: are there too few repeat buyers?`,
  });
}

/**
 * Returns a fitted model. Throws when its customers have no repeat purchase: such a model can be inspected, but it
 * predicts nothing.
 */
export function requirePrediction(fitted: FittedModel): FittedModel {
  const { data } = fitted;
  if (data.repeatPurchases > 0) return fitted;
  throw new ClvError("data", {
    where: "fitted model",
    expected: "repeat purchases",
    got: `${counted(data.customers, "customer")} without one`,
    wayOut: "Observe a longer time, or check --grain, --customer and the dates; clv summarize shows the customer base.",
  });
}

/**
 * The note that the model was fitted to other customers, which is not an error. The totals spent are fetched only if
 * they are needed.
 */
export async function otherData(
  { unit, about, histories }: Pick<FitData, "unit" | "about" | "histories">,
  repeatSpend: () => RepeatSpend | undefined,
  fitted: FittedModel,
): Promise<Notice[]> {
  const { data } = fitted;
  // The counts differ between most data sets; the sum over all histories decides the rest.
  if (about.customers === data.customers && about.repeatPurchases === data.repeatPurchases) {
    const here = await fingerprint(about, convertHistories(histories, unit, fitted.unit), repeatSpend());
    if (here.sha256 === data.sha256) return [];
  }
  const dates = data.from === undefined ? "" : `, ${data.from} to ${data.until}`;
  return [note("other-data", `The model was fitted to other data: ${counted(data.customers, "customer")}${dates}.`)];
}

/** The notices of both fits. */
export function fitNotices({ purchase, spend }: FittedModel): Notice[] {
  return [...purchase.notices, ...(spend?.notices ?? [])];
}
