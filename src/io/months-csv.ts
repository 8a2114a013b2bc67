import type { CohortClock } from "../months/cohort-counts.ts";
import { COHORT_COLUMNS, type CohortRow } from "../months/cohort-rows.ts";
import { type KpiSeries, kpiColumns } from "../months/kpi-sheet.ts";
import { type CsvText, csvTable, type Field } from "./csv-text.ts";

/** The series as CSV text, one row per period. What does not exist is an empty field. */
export function kpiCsv(series: KpiSeries): CsvText {
  return csvTable(series.labels.length, [
    { name: "period", field: (row) => series.labels[row] },
    ...kpiColumns(series).map(({ column, values }) => ({ name: column.name, field: (row: number) => values[row] })),
    { name: "complete", field: (row) => String(series.complete[row]) },
  ]);
}

/**
 * Cohorts as CSV text in long form: one row per cohort and period, or window of age. A cell that nobody lived through is empty; one without a
 * purchase is 0.
 */
export function cohortsCsv(rows: readonly CohortRow[], clock: CohortClock): CsvText {
  const present = COHORT_COLUMNS.filter(([key]) => rows.some((row) => (row as never)[key] !== undefined));
  return csvTable(
    rows.length,
    present.map(([key, name]) => ({
      name: key === "at" ? AT[clock] : name,
      field(row): Field {
        const value = (rows[row] as unknown as Record<string, string | number | boolean | undefined>)[key];
        return typeof value === "boolean" ? String(value) : value;
      },
    })),
  );
}

const AT: Readonly<Record<CohortClock, string>> = { calendar: "periods_since", age: "window" };
