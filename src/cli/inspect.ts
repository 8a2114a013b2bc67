import { numbersOf } from "../fit/fitted-model.ts";
import { count, list } from "./format.ts";
import { readModel } from "./models.ts";
import { type Outcome, section } from "./outcome.ts";
import { fitNotices, reportFits } from "./report-fit.ts";

/** `clv inspect MODEL.json`: what a fitted model is, and how far it can be trusted. */
export async function inspect([path]: readonly string[]): Promise<Outcome> {
  const fitted = await readModel(path!);
  const { data, grain, unit } = fitted;
  const dates = data.from === undefined ? [] : [["observed", `${data.from} to ${data.until}`] as const];
  return {
    report: [
      section(
        "Data the model was fitted on",
        list([
          ["customers", count(data.customers)],
          ["repeat purchases", count(data.repeatPurchases)],
          ...dates,
          ["grain and unit", `${grain}, ${unit}`],
          ["sha256", data.sha256],
        ]),
      ),
      reportFits(fitted),
    ].join("\n"),
    summary: numbersOf(fitted),
    notices: fitNotices(fitted),
  };
}
