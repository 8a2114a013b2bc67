import { models } from "../../models/index.ts";
import type { FitData } from "../fit/fit-base.ts";
import { bindModels, type FittedModel } from "../fit/fitted-model.ts";
import type { ModelNames } from "./models.ts";
import type { Threads } from "./workers.ts";

/** Fits the models of these names to histories on a worker. */
export async function fitModels(threads: Threads, data: FitData, names: ModelNames): Promise<FittedModel> {
  const { histories, values, repeatSpend, about, unit, grain, season } = data;
  const { model, spendModel } = names;
  const workers = threads.for(histories.count.length);
  const plain = { histories, values, repeatSpend, about, unit, grain, season };
  return bindModels(await workers.run("fit", { data: plain, names: { model, spendModel } }), models);
}

/** With fewer repeat buyers than this, a part of the customers, or of the time, gets no model. */
export const FEWEST_BUYERS = 20;

/** Whether enough customers have bought again. */
export function hasBuyers({ histories: { frequency, count } }: FitData): boolean {
  return count.reduce((sum, n, k) => (frequency[k]! > 0 ? sum + n : sum), 0) >= FEWEST_BUYERS;
}
