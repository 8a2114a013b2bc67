import type { PredictorResult, Validation } from "../validate/validation.ts";
import { type Child, h } from "./dom.ts";
import { countText, dateText, percentText, significant } from "./number-text.ts";
import { type Cell, renderTable } from "./table.ts";

/** The model beside rules anyone could follow. */
export function predictorTable({ purchases, split }: Validation): Child {
  const { predictors, coverage } = purchases;
  const [model, ...rules] = predictors as [PredictorResult, ...PredictorResult[]];
  const beaten = (error: "mae" | "rmse") => rules.filter((rule) => model[error] < rule[error]).length;
  return [
    h(
      "h3",
      { id: "earns-its-keep" },
      `The model beats ${beaten("mae")} of ${rules.length} simple rules by mean absolute error, ${beaten("rmse")} by root mean squared error`,
    ),
    h(
      "p",
      { class: "quiet" },
      `Purchases of each customer from ${dateText(split)} on, as expected by the model and by rules anyone could follow.`,
    ),
    renderTable({
      caption: "The model beside simple rules",
      head: ["", "Total", "Off by", "Mean absolute error", "RMSE", "Rank correlation", "True top 10% found"],
      rows: predictors.map((result) => [
        h("span", { class: "prose" }, result.title),
        { value: result.total, text: countText(result.total) },
        cell(result.totalError, (error) => `${error > 0 ? "+" : ""}${percentText(error)}`),
        cell(result.mae, (value) => significant(value, 3)),
        cell(result.rmse, (value) => significant(value, 3)),
        cell(result.rankCorrelation, (value) => significant(value, 2)),
        cell(result.topDecileFound, percentText),
      ]),
    }),
    h(
      "p",
      { class: "quiet" },
      `Outcome intervals made for ${percentText(coverage.promised)} of customers held what came for ${percentText(coverage.actual)}.`,
    ),
  ];
}

function cell(value: number | undefined, text: (value: number) => string): Cell {
  return value === undefined ? undefined : { value, text: text(value) };
}
