import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { alivePathFigure } from "../figures/alive-path.ts";
import { frequencyCalibrationFigure, silenceFigure } from "../figures/calibration.ts";
import { concentrationFigure, worthFigure } from "../figures/concentration.ts";
import { gainFigure } from "../figures/gain.ts";
import { independenceFigure } from "../figures/independence.ts";
import { repeatsFigure } from "../figures/repeats.ts";
import { returnsFigure } from "../figures/returns.ts";
import { spendFigure } from "../figures/spend.ts";
import { aliveSurfaceFigure, purchasesSurfaceFigure } from "../figures/surface.ts";
import { cumulativeFigure, trackingFigure } from "../figures/tracking.ts";
import { aheadText } from "../number-text.ts";
import { decileTable, predictorTable } from "../predictor-table.ts";
import { longSilent } from "../silence.ts";
import type { Section } from "./section.ts";

/** P(alive) and expected purchases over recency × frequency. */
export const surface: Section = {
  id: "surface",
  title: "Frequency and recency",
  render: ({ surface, unit, horizon, dropoutVisible, base }) => [
    dropoutVisible && renderFigure(aliveSurfaceFigure(surface, unit, base.until)),
    renderFigure(purchasesSurfaceFigure(surface, unit, aheadText(horizon), base.until)),
  ],
};

/** The forecast beside the actual numbers. */
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
  render: ({ validation, dropoutVisible, level }) => {
    if (!validation) return undefined;
    const { purchases, value } = validation;
    const [worth, what] = value ? [value, "value"] : [purchases, "purchases"];
    return [
      renderFigure(frequencyCalibrationFigure(purchases.byFrequency)),
      dropoutVisible && longSilent(validation) && renderFigure(silenceFigure(validation)),
      dropoutVisible && validation.returns.length > 0 && renderFigure(returnsFigure(validation.returns, level)),
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
  render: ({ goodness, base, currency }) =>
    goodness.spend &&
    base.meanSpend !== undefined && [
      renderFigure(spendFigure(goodness.spend, base.meanSpend, currency)),
      goodness.independence && renderFigure(independenceFigure(goodness.independence, currency)),
    ],
};

/** How worth is spread over the customers. */
export const concentration: Section = {
  id: "value",
  title: "Value and its concentration",
  render: ({ concentration, worth, currency }) =>
    concentration.mean > 0
      ? [
          renderFigure(concentrationFigure(concentration, worth)),
          renderFigure(worthFigure(concentration, worth, currency)),
        ]
      : undefined,
};

/** One customer's P(alive) over time. */
export const alivePath: Section = {
  id: "path",
  title: "One customer over time",
  render: ({ path, dropoutVisible }) => {
    if (!path || !(path.chosen || dropoutVisible)) return undefined;
    return [
      h(
        "p",
        {},
        path.chosen
          ? "The chosen customer, as the model saw the history with every purchase."
          : "The first of the customers slipping away, as the model saw the history with every purchase.",
      ),
      renderFigure(alivePathFigure(path, dropoutVisible)),
    ];
  },
};
