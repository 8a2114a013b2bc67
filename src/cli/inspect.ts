import { count, list } from "./format.ts";
import { readModel } from "./models.ts";
import { type Outcome, section } from "./outcome.ts";
import { fitNotices, reportFits } from "./report-fit.ts";

/** `clv inspect MODEL.json`: what a fitted model is, and how far it can be trusted. */
export async function inspect([path]: readonly string[]): Promise<Outcome> {
  const model = await readModel(path!);
  const { data, grain, unit } = model.fitted;
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
      reportFits(model),
    ].join("\n"),
    summary: model.fitted,
    notices: fitNotices(model.fitted),
  };
}
