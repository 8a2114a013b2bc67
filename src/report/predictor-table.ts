import { competes } from "../validate/beaten.ts";
import type { Comparison, PredictorResult } from "../validate/validation.ts";
import { type Child, h } from "./dom.ts";
import { countText, largeText, percentText, significant } from "./number-text.ts";
import { type Cell, renderTable } from "./table.ts";

/** The model beside simple rules; `what` tells the compared quantity: purchases or value. */
export function predictorTable({ predictors, coverage }: Comparison, what: string): Child {
  const [model, ...rules] = predictors as [PredictorResult, ...PredictorResult[]];
  const rivals = rules.filter(competes);
  const beaten = (error: "mae" | "rmse") => rivals.filter((rule) => model[error] < rule[error]).length;
  return [
    h(
      "h3",
      {},
      `For ${what} per customer the model beats ${beaten("mae")} of ${rivals.length} simple rules in mean absolute error, ${beaten("rmse")} in root mean squared error`,
    ),
    renderTable({
      caption: `The model and simple rules, by ${what}`,
      head: [
        "Rule",
        "Total",
        "Off by",
        "Mean absolute error",
        "RMSE",
        "Rank correlation",
        "Gini",
        "True top 10% found",
      ],
      rows: predictors.map((result) => [
        h("span", { class: "prose" }, result.title),
        { value: result.total, text: largeText(result.total) },
        cell(result.totalError, (error) => `${error > 0 ? "+" : ""}${percentText(error)}`),
        cell(result.mae, (value) => significant(value, 3)),
        cell(result.rmse, (value) => significant(value, 3)),
        cell(result.rankCorrelation, (value) => significant(value, 2)),
        cell(result.gini, (value) => significant(value, 2)),
        cell(result.topDecileFound, percentText),
      ]),
    }),
    h(
      "p",
      { class: "quiet" },
      `Outcome intervals of ${what} should contain the actual number for ${percentText(coverage.promised)} of customers, and did for ${percentText(coverage.actual)}.`,
    ),
  ];
}

/** Deciles of the customers, the largest forecast first. */
export function decileTable({ deciles }: Comparison, what: string): Child {
  return h(
    "details",
    {},
    h("summary", {}, `Deciles of customers by expected ${what}`),
    renderTable({
      caption: `Deciles of customers by expected ${what}`,
      head: ["Tenth", "Customers", "Expected", "Actual", "Lift"],
      rows: deciles.map(({ decile, customers, expected, actual, lift }) => [
        { value: decile, text: countText(decile) },
        { value: customers, text: countText(customers) },
        { value: expected, text: largeText(expected) },
        { value: actual, text: largeText(actual) },
        { value: lift, text: significant(lift, 2) },
      ]),
    }),
  );
}

function cell(value: number | undefined, text: (value: number) => string): Cell {
  return value === undefined ? undefined : { value, text: text(value) };
}
