import type { Notice } from "../fit/fit-result.ts";
import type { ReportData } from "./report-data.ts";

/** A total of the holdout with a smaller error is right for a decision. */
const RIGHT = 0.05;

/**
 * The warnings, ranked by their effect on the results. The sample comes first, then totals and ranks of the holdout,
 * then the fits, then the goodness of fit.
 */
export function rankedWarnings(data: ReportData): Notice[] {
  const { models, validation, notices } = data;
  const selected = notices.filter(({ name }) => name === "selected-sample");
  const others = notices.filter(({ name }) => name !== "selected-sample");
  return [
    ...selected,
    ...(validation?.notices ?? []),
    ...models.flatMap((model) => model.notices),
    ...others,
    ...goodnessNotices(data),
  ].filter(({ severity }) => severity === "warning");
}

/**
 * The warnings on the goodness of fit. If the holdout confirms the total, a distribution that departs from the model
 * does not change it. The warning is then a note.
 */
export function goodnessNotices({ goodness, validation }: ReportData): Notice[] {
  const right = (off: number | undefined) => off !== undefined && Math.abs(off) < RIGHT;
  const total = (what: "purchases" | "value") => validation?.[what]?.predictors[0].totalError;
  return goodness.notices.map((notice) => {
    const what =
      notice.name === "spend-misfit" ? "value" : notice.name === "purchases-misfit" ? "purchases" : undefined;
    const off = what && total(what);
    if (notice.severity === "note" || !right(off)) return notice;
    return {
      ...notice,
      severity: "note",
      advice: `The holdout shows the size of the error: for the total of ${what} it was ${(100 * Math.abs(off!)).toFixed(1)} %. Do not read single bars.`,
    };
  });
}
