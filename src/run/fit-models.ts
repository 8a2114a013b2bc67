import { models } from "../../models/index.ts";
import type { FitData } from "../fit/fit-base.ts";
import { bindModels, type FittedModel } from "../fit/fitted-model.ts";
import type { ModelNames } from "./models.ts";
import type { Threads } from "./workers.ts";

/** Has a worker fit the models of these names to histories. */
export async function fitModels(threads: Threads, data: FitData, names: ModelNames): Promise<FittedModel> {
  const { histories, values, repeatSpend, about, unit, grain, season } = data;
  const { model, spendModel } = names;
  const workers = threads.for(histories.count.length);
  const plain = { histories, values, repeatSpend, about, unit, grain, season };
  return bindModels(await workers.run("fit", { data: plain, names: { model, spendModel } }), models);
}
