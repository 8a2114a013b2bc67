import { numbersOf } from "../../fit/fitted-model.ts";
import { count } from "../../number-words.ts";
import { fitNotices, readModel } from "../../run/models.ts";
import type { Options } from "../flags.ts";
import type { Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFits } from "../text/fit.ts";
import { list, section } from "../text/format.ts";
import { reportSeason } from "../text/season.ts";

/** `clv inspect MODEL.json`: a fitted model, and how far it can be trusted. */
export async function inspectModel([path]: readonly string[], _: Options, { stdin }: Surroundings): Promise<Outcome> {
  const fitted = await readModel(path!, stdin);
  const { data, grain, unit } = fitted;
  const dates = data.from === undefined ? [] : [["observed", `${data.from} to ${data.until}`] as const];
  return {
    report: [
      section(
        "Data of the fit",
        list([
          ["customers", count(data.customers)],
          ["repeat purchases", count(data.repeatPurchases)],
          ...dates,
          ["grain and unit", `${grain}, ${unit}`],
          ["sha256", data.sha256],
        ]),
      ),
      reportFits(fitted),
      ...(fitted.season ? [reportSeason(fitted.season)] : []),
    ].join("\n"),
    summary: numbersOf(fitted),
    notices: fitNotices(fitted),
  };
}
