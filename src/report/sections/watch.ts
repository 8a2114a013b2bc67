import type { ShownWatch } from "../../watch/on-page.ts";
import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { watchedValueFigure, watchFigure } from "../figures/watch.ts";
import { countText, dateText, moneyText, settingText } from "../number-text.ts";
import { type Cell, renderTable } from "../table.ts";
import { beforeMargin } from "./before-margin.ts";
import type { Section } from "./section.ts";

/** Whether the model fitted before the split still holds at the end. */
export const stillHolds: Section = {
  id: "still-holds",
  title: "Does the model still hold",
  render: ({ watched, currency, margin }) => {
    if (watched === undefined) return undefined;
    const value = watchedValueFigure(watched, currency);
    return [
      h(
        "p",
        {},
        `The model fitted before ${dateText(watched.split)} is compared with the later purchases, as in clv watch. All scores on this page come from ${watched.scored ? "this model" : "a model fitted again to the whole log"}.${value ? beforeMargin(margin) : ""}`,
      ),
      renderFigure(watchFigure(watched)),
      value && renderFigure(value),
      tests(watched),
    ];
  },
};

function tests({ level, ranking, refit, scores }: ShownWatch): HTMLElement {
  const forecast = refit.equity ?? refit.expectedPurchases;
  const amount = refit.equity ? moneyText : countText;
  const rows: Cell[][] = [
    [
      refit.equity ? "Value of a year, by both fits" : "Purchases of a year, by both fits",
      { value: forecast.old, text: amount(forecast.old) },
      { value: forecast.refit, text: amount(forecast.refit) },
      refit.p === undefined ? "" : { value: refit.p, text: pText(refit.p) },
    ],
    ...(ranking
      ? [
          [
            "Ranking of those who bought",
            { value: ranking.expected, text: ranking.expected.toFixed(3) },
            { value: ranking.actual, text: ranking.actual.toFixed(3) },
            "",
          ],
        ]
      : []),
    [
      "Shift of scores (index)",
      "0",
      { value: scores.index, text: scores.index.toFixed(3) },
      { value: scores.p, text: pText(scores.p) },
    ],
  ];
  return renderTable({
    caption: `Further tests, each at ${settingText(level)}`,
    head: ["Tested too", "Expected", "Now", "p"],
    rows,
  });
}

function pText(p: number): string {
  return p < 0.001 ? "<0.001" : p.toFixed(3);
}
