import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { alivePathFigure } from "../figures/alive-path.ts";
import { frequencyCalibrationFigure, recencyCalibrationFigure } from "../figures/calibration.ts";
import { concentrationFigure, worthFigure } from "../figures/concentration.ts";
import { gainFigure } from "../figures/gain.ts";
import { independenceFigure } from "../figures/independence.ts";
import { repeatsFigure } from "../figures/repeats.ts";
import { spendFigure } from "../figures/spend.ts";
import { aliveSurfaceFigure, purchasesSurfaceFigure } from "../figures/surface.ts";
import { cumulativeFigure, trackingFigure } from "../figures/tracking.ts";
import { durationText } from "../number-text.ts";
import { decileTable, predictorTable } from "../predictor-table.ts";
import type { Section } from "./section.ts";

/** P(alive) and expected purchases over recency × frequency. */
export const surface: Section = {
  id: "surface",
  title: "Frequency and recency",
  render: ({ surface, unit, horizon }) => [
    renderFigure(aliveSurfaceFigure(surface, unit)),
    renderFigure(purchasesSurfaceFigure(surface, unit, durationText(horizon.amount, horizon.unit))),
  ],
};

/** The forecast beside what came. */
export const tracking: Section = {
  id: "forecast",
  title: "Forecast and reality",
  render: ({ validation }) =>
    validation && [renderFigure(trackingFigure(validation)), renderFigure(cumulativeFigure(validation))],
};

/** Whether the model is right for each group of customers, finds the best, and beats a rule of thumb. */
export const calibration: Section = {
  id: "calibration",
  title: "Calibration",
  render: ({ validation, unit }) => {
    if (!validation) return undefined;
    const { purchases, value } = validation;
    const [worth, what] = value ? [value, "value"] : [purchases, "purchases"];
    return [
      renderFigure(frequencyCalibrationFigure(purchases.byFrequency)),
      renderFigure(recencyCalibrationFigure(purchases.byRecency, unit)),
      worth.total.actual > 0 && [renderFigure(gainFigure(worth.gain, what)), decileTable(worth, what)],
      predictorTable(purchases, "purchases"),
      value && predictorTable(value, "value"),
    ];
  },
};

/** Repeat purchases against the model. */
export const repeats: Section = {
  id: "repeat-purchases",
  title: "Repeat purchases",
  render: ({ goodness }) => renderFigure(repeatsFigure(goodness.purchases)),
};

/** Spend against the model, and the assumption behind it. */
export const spend: Section = {
  id: "spending",
  title: "Spend",
  render: ({ goodness, base }) =>
    goodness.spend &&
    base.meanSpend !== undefined && [
      renderFigure(spendFigure(goodness.spend, base.meanSpend)),
      goodness.independence && renderFigure(independenceFigure(goodness.independence)),
    ],
};

/** How worth is spread over the customers. */
export const concentration: Section = {
  id: "value",
  title: "Value and its concentration",
  render: ({ concentration, worth }) =>
    concentration.mean > 0
      ? [renderFigure(concentrationFigure(concentration, worth)), renderFigure(worthFigure(concentration, worth))]
      : undefined,
};

/** One customer's P(alive) over time. */
export const alivePath: Section = {
  id: "path",
  title: "One customer over time",
  render: ({ path }) =>
    path && [
      h("p", {}, "What the model makes of one customer, the first of those slipping away, with every purchase."),
      renderFigure(alivePathFigure(path)),
    ],
};
