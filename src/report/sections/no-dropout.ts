import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { silenceFigure } from "../figures/calibration.ts";
import { countText, durationText, quantityText } from "../number-text.ts";
import type { ReportData } from "../report-data.ts";
import { longSilent } from "../silence.ts";
import type { Section } from "./section.ts";

/** Replaces all contents based on P(alive), if the data do not show that customers leave. */
export const noDropout: Section = {
  id: "no-dropout",
  title: "The data do not show that any customer has left",
  render: (data) => {
    if (data.dropoutVisible) return undefined;
    const { validation } = data;
    return [
      h("p", {}, `${evidence(data)} ${ADVICE}`),
      validation && longSilent(validation) && renderFigure(silenceFigure(validation)),
    ];
  },
};

const ADVICE =
  "So this page gives no P(alive) and lists no customer as slipping away. Silence alone is no reason to write off a customer, or to pay for winning one back. Choose customers by their expected purchases and value, and remind a customer when the usual time between purchases has passed. Fit again when the log is longer.";

function evidence({ base, validation, unit }: ReportData): string {
  if (base.repeatBuyers === 0) return "No customer bought twice, so the data cannot show whether customers leave.";
  const silent = validation && longSilent(validation);
  if (!silent) {
    return `The model finds no sign that any of the ${countText(base.repeatBuyers)} customers who bought again has left. To see the evidence, hold out the end of the log with --split.`;
  }
  const { customers, from, expected, actual } = silent;
  return `The model finds no sign that customers leave, and the holdout ${
    actual < 0.9 * expected ? "speaks against it" : "agrees"
  }. The ${countText(customers)} repeat buyers silent longest, for ${durationText(from, unit)} or more, were expected to buy ${quantityText(expected)} times each as if no customer had left. They bought ${quantityText(actual)} times.`;
}
