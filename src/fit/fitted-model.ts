import type { Season } from "../data/season.ts";
import type { Grain, TimeUnit } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import type { Model, PurchaseModel, SpendModel } from "../model.ts";
import type { Fit, FitNumbers } from "./fit-result.ts";

/** The facts about its data that a fitted model keeps. */
export interface Fingerprint {
  readonly customers: number;
  readonly repeatPurchases: number;
  /** First and last day observed, ISO dates; absent for a base without dates. */
  readonly from?: string;
  readonly until?: string;
  /** SHA-256 over the sorted histories of the fit and the total value of repeat purchases by x. */
  readonly sha256: string;
}

/** The fits to one data set, each with its model. No fit exists without its model. */
export interface Fits {
  readonly purchase: Fit<PurchaseModel>;
  /** Absent where there are no values. */
  readonly spend?: Fit<SpendModel>;
  /** The season on whose clock the purchase model was fitted; absent where all days are alike. */
  readonly season?: Season;
}

/** The part of a fitted model that simulations need. */
export interface FittedParameters {
  readonly purchase: Pick<Fit<PurchaseModel>, "model" | "parameters">;
  readonly spend?: Pick<Fit<SpendModel>, "model" | "parameters">;
  /** The time unit of every parameter that carries time. */
  readonly unit: TimeUnit;
  readonly season?: Season;
}

/** A purchase model and, when the log has values, a spend model, fitted to one customer base. */
export interface FittedModel extends Fits {
  readonly unit: TimeUnit;
  readonly grain: Grain;
  readonly data: Fingerprint;
}

/** A fitted model without its mathematics, for files, threads and programs. */
export interface FittedNumbers extends Omit<FittedModel, "purchase" | "spend"> {
  readonly purchase: FitNumbers;
  readonly spend?: FitNumbers;
}

/** The numbers of a fitted model, with the names of its models. */
export function numbersOf(fitted: FittedModel): FittedNumbers {
  const { purchase, spend, ...about } = fitted;
  return {
    purchase: { ...purchase, model: purchase.model.name },
    ...(spend && { spend: { ...spend, model: spend.model.name } }),
    ...about,
  };
}

/**
 * A fitted model from its numbers; the names determine its models.
 *
 * @param models the registry, e.g. `models`, or `[...models, mine]` to add your model
 * @throws ClvError `data` when a model is not among them
 * @example
 * const histories = { length: 1, frequency: [2], recency: [3], T: [4], count: [9] };
 * const columns = Object.fromEntries(Object.entries(histories).map(([k, v]) => [k, v.length ? Float64Array.from(v) : v]));
 * const about = { unit: "week", grain: "day", data: { customers: 9, repeatPurchases: 18, sha256: "" } };
 * const numbers = numbersOf({ purchase: fit(nbd, columns), ...about });
 * bindModels(numbers, models).purchase.model.title; // "NBD"
 */
export function bindModels(numbers: FittedNumbers, models: readonly Model[]): FittedModel {
  const { purchase, spend, ...about } = numbers;
  return {
    purchase: { ...purchase, model: modelNamed(models, "purchase", purchase.model) },
    ...(spend && { spend: { ...spend, model: modelNamed(models, "spend", spend.model) } }),
    ...about,
  };
}

/** The model of a kind with this name. */
function modelNamed(models: readonly Model[], kind: "purchase", name: string, where?: string): PurchaseModel;
function modelNamed(models: readonly Model[], kind: "spend", name: string, where?: string): SpendModel;
function modelNamed(models: readonly Model[], kind: Model["kind"], name: string, where = "model"): Model {
  const ofKind = models.filter((model) => model.kind === kind);
  const found = ofKind.find((model) => model.name === name);
  if (found) return found;
  throw new ClvError("data", { where, expected: `one of ${ofKind.map((model) => model.name).join(", ")}`, got: name });
}
