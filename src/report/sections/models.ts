import type { IntervalMethod } from "../../fit/interval.ts";
import { type Child, h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { heterogeneityFigure, traitText } from "../figures/heterogeneity.ts";
import { renderNotice } from "../notice.ts";
import { countText, settingText, significant } from "../number-text.ts";
import type { ModelNumbers, ParameterNumbers } from "../report-data.ts";
import { type Cell, renderTable } from "../table.ts";
import { goodnessNotices } from "../warnings.ts";
import type { Section } from "./section.ts";

/** Parameters with intervals, and the verdict on each fit. */
export const models: Section = {
  id: "models",
  title: "Parameters and verdict",
  render: (data) => {
    const { models, goodness, validation, notices, level, unit } = data;
    return [
      ...models.map((model) => renderModel(model, level)),
      ...[...(validation?.notices ?? []), ...notices, ...goodnessNotices(data)].map(renderNotice),
      ...goodness.heterogeneity.map((density) =>
        density.points.some((point) => point.density > 0)
          ? renderFigure(heterogeneityFigure(density, unit))
          : h("p", { class: "quiet" }, `${traitText(density)}: 0 for every customer by the model.`),
      ),
    ];
  },
};

const METHODS: Readonly<Record<IntervalMethod, string>> = {
  wald: "from the curvature of the likelihood (Wald, on the logarithmic scale)",
  profile: "from the profile of the likelihood",
  bootstrap: "from a bootstrap of the customers",
};

function renderModel(model: ModelNumbers, level: number): Child {
  return [
    h("h3", {}, `${model.title}: ${verdict(model)}`),
    h("p", { class: "quiet" }, `${model.source}. ${model.message}`),
    renderTable({
      caption: `Parameters of ${model.title}`,
      head: ["Parameter", "Estimate", "Standard error", `${settingText(level)} interval`, "Meaning"],
      rows: model.parameters.map((parameter) => [
        parameter.symbol,
        ...estimate(parameter),
        h("span", { class: "prose" }, parameter.meaning),
      ]),
    }),
    h(
      "p",
      { class: "quiet" },
      `${likelihood(model)}${model.intervals ? ` Intervals: ${METHODS[model.intervals]}.` : ""}`,
    ),
    model.notices.map(renderNotice),
  ];
}

function likelihood({ logLikelihood, aic, bic, customers }: ModelNumbers): string {
  const digits = (value: number) =>
    new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 }).format(value).replace("-", "−");
  if (logLikelihood === undefined || aic === undefined || bic === undefined) {
    return `The log-likelihood of ${countText(customers)} customers has no bound.`;
  }
  return `Log-likelihood ${digits(logLikelihood)} over ${countText(customers)} customers, AIC ${digits(aic)}, BIC ${digits(bic)}.`;
}

function verdict({ converged, parameters, notices }: ModelNumbers): string {
  if (!converged) return "the fit did not converge";
  if (parameters.some(({ value }) => value === undefined)) return "the data do not identify every parameter";
  return notices.some(({ severity }) => severity === "warning") ? "fitted, with a warning" : "fitted without warnings";
}

function estimate({ value, standardError, interval }: ParameterNumbers): Cell[] {
  if (value === undefined) return ["not identified", undefined, undefined];
  const four = (exact: number): { value: number; text: string } => ({ value: exact, text: significant(exact, 4) });
  return [
    four(value),
    standardError === undefined ? undefined : { value: standardError, text: significant(standardError, 2) },
    interval && { bounds: interval, text: (end: number) => significant(end, 4) },
  ];
}
