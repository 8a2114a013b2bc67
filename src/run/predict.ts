import { inRun } from "./in-run.ts";
import { requireKept } from "./kept-columns.ts";
import { withCustomers } from "./open.ts";
import type { PredictOptions } from "./options.ts";
import { planAsked, withPlan } from "./plan.ts";
import type { PredictResult } from "./results.ts";
import { worthAsked } from "./score-options.ts";
import { segmentsAsked } from "./segment-column.ts";

/**
 * Scores the customers of a log or a customer base of any size with a fitted model.
 *
 * @param path as in {@link summarize}; columns frequency, recency and T make it a customer base
 * @throws ClvError `usage` for a horizon, margin or discount rate outside its domain, or a unit or grain that is not
 * the model's. The kind is `data` for a model without repeat purchases
 * @example
 * const { scores } = await predict("datasets/cdnow-like/log.csv", {
 *   model: "models/bg-nbd/fitted/cdnow.json",
 *   horizon: "39w",
 * });
 * scores.customers; // 2357
 * scores.horizon; // { amount: 39, unit: "week" }
 */
export function predict(path: string, asked: PredictOptions): Promise<PredictResult> {
  const { model, output, stdin } = asked;
  return inRun(asked, async (run) => {
    const plan = await planAsked(asked);
    const options = withPlan(asked, plan);
    worthAsked(options);
    const segments = await segmentsAsked(options);
    requireKept(options.keep, segments !== undefined);
    // Modules for later steps are loaded while the customers are read. A log gets the grain and unit of the model, so
    // the model comes first.
    const rest = import("./predict-customers.ts");
    const fitted = import("./models.ts").then(async ({ readModel, requirePrediction }) =>
      requirePrediction(typeof model === "string" ? await readModel(model, stdin) : model),
    );
    // The caller sees the error when it awaits the promise.
    for (const promise of [rest, fitted]) promise.catch(() => {});
    const how = { output, fitted, sorted: true, ...(segments && { keep: true }) };
    return withCustomers(run, path, options, how, async (opened, source) => {
      const { predictCustomers } = await rest;
      return predictCustomers(opened, source, await fitted, options, plan, segments);
    });
  });
}
