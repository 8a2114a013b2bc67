import { renderFigure } from "../figure.ts";
import { cohortCurvesFigure, cohortFigure, monthsFigure } from "../figures/months.ts";
import type { Section } from "./section.ts";

/** The log period by period. */
export const months: Section = {
  id: "months",
  title: "The months",
  render: ({ months: shown, currency }) => shown && renderFigure(monthsFigure(shown, currency)),
};

/** The cohorts as a triangle and as curves. */
export const cohorts: Section = {
  id: "cohort-chapter",
  title: "How cohorts develop",
  render: ({ months: shown, currency }) => {
    if (shown === undefined || shown.average.cells.length < 2) return undefined;
    const curves = cohortCurvesFigure(shown, currency);
    return [renderFigure(cohortFigure(shown)), curves && renderFigure(curves)];
  },
};
