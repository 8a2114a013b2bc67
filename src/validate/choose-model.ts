import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { Model, PurchaseModel } from "../model.ts";
import { type TournamentData, tournamentData } from "./actual-by-history.ts";
import { type TournamentOptions, tournament } from "./tournament.ts";
import type { Tournament } from "./tournament-result.ts";

/** A purchase model, and the tournament that chose it; absent if the user named the model. */
export interface Choice {
  readonly model: PurchaseModel;
  readonly tournament?: Tournament;
}

/** All models in continuous time compete except the wider ones: a score test tells when these are worth their time. */
export const AUTO = "auto";

/**
 * Chooses the purchase model that fits a base, by a tournament.
 *
 * @param data a customer base, best with `litt` and a holdout, or its histories if the customers are elsewhere
 * @param wanted `auto`, a model's name, or several with commas between them; one alone is taken as it is, and not fitted
 * @param models the registry
 * @returns the model, to be fitted to all of the log, and the tournament
 * @throws ClvError `usage` for a name that no model has, or for a model that can't compete
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week", litt: true });
 * chooseModel(base, "bg-nbd", models).model.title; // "BG/NBD"
 * chooseModel(base, "bg-nbd,nbd", models).tournament.contenders.length; // 2
 */
export function chooseModel(
  data: CustomerBase | TournamentData,
  wanted: string,
  models: readonly Model[],
  options: TournamentOptions = {},
): Choice {
  const entered = modelsNamed(wanted, models);
  if (entered.length === 1) return { model: entered[0] };
  const passOver = options.passOver ?? wanted.trim() === AUTO;
  const ranked = tournament("histories" in data ? data : tournamentData(data), entered, { ...options, passOver });
  return { model: ranked.chosen.fit.model, tournament: ranked };
}

/**
 * The models that `auto`, a name or names with commas between them stand for, those of names in their order.
 *
 * @param where the place of `wanted` in errors
 * @example
 * modelsNamed("nbd,bg-nbd", models).length; // 2
 */
export function modelsNamed(wanted: string, models: readonly Model[], where = "model"): PurchaseModel[] {
  const purchase = models.filter((model) => model.kind === "purchase");
  const timed = purchase.filter(({ clock }) => clock === "continuous");
  if (wanted.trim() === AUTO)
    return timed.filter((model) => !timed.some(({ wider }) => wider?.model.name === model.name));
  const names = [...new Set(wanted.split(",").map((name) => name.trim()))];
  const choices = names.length === 1 ? purchase : timed;
  return names.map((name) => {
    const found = choices.find((model) => model.name === name);
    if (found) return found;
    throw new ClvError("usage", {
      where,
      expected: `${AUTO}, or ${names.length === 1 ? "one" : "some"} of ${choices.map((model) => model.name).join(", ")}`,
      got: name,
    });
  });
}
