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
        `The log ends inside ${last}, so that ${period} is not complete: its numbers are no fall.`,
        "Say --until if the log is known to reach further.",
      ),
    );
  }
  if (clock === "calendar") {
    const text = `The cohort ${labels[0]} holds every customer who bought in it, those won before the log began too. Period 0 is shorter for those who came late in it; --by age gives all the same time.`;
    notices.push(note("first-cohort", text));
  }
  if (fitted?.data.until !== undefined) {
    const text = `Expected customers and equity of every period are those of the model fitted up to ${fitted.data.until}: it knows what came after earlier periods.`;
    notices.push(note("one-model", text));
  }
  return notices;
}
