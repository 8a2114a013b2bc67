import type { Period } from "../../data/periods.ts";
import type { Notice } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { CohortTable } from "../../months/cohort-table.ts";
import type { KpiSeries } from "../../months/kpi-sheet.ts";
import { note } from "../notice.ts";

/** The notices on the first and last periods of the series and on the model. */
export function monthNotices(
  { complete, labels }: KpiSeries,
  { clock }: CohortTable,
  period: Period,
  fitted: FittedModel | undefined,
): Notice[] {
  const notices: Notice[] = [];
  const last = labels.at(-1)!;
  if (!complete.at(-1)) {
    notices.push(
      note(
        "incomplete-period",
        `The log ends within ${last}, so that ${period} is incomplete: its low numbers do not mean a decline.`,
        "If you know that the log reaches further, use --until.",
      ),
    );
  }
  if (clock === "calendar") {
    const text = `The cohort ${labels[0]} also contains customers who were won before the log began. Period 0 is shorter for customers who joined late in it; --by age gives all the same time.`;
    notices.push(note("first-cohort", text));
  }
  if (fitted?.data.until !== undefined) {
    const text = `Expected customers and equity of all periods come from the model fitted up to ${fitted.data.until}. For earlier periods it uses later data.`;
    notices.push(note("one-model", text));
  }
  return notices;
}
