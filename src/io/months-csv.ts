import type { CohortClock } from "../months/cohort-counts.ts";
import { COHORT_COLUMNS, type CohortRow } from "../months/cohort-rows.ts";
import { type KpiSeries, kpiColumns } from "../months/kpi-sheet.ts";
import { SEGMENT_MONTH_COLUMNS, type SegmentMonthRow } from "../segments/segment-month-rows.ts";
import { type CsvText, csvTable, type Field } from "./csv-text.ts";

/** The series as CSV text, one row per period. A value that does not exist is an empty field. */
export function kpiCsv(series: KpiSeries): CsvText {
  return csvTable(series.labels.length, [
    { name: "period", field: (row) => series.labels[row] },
    ...kpiColumns(series).map(({ column, values }) => ({ name: column.name, field: (row: number) => values[row] })),
    { name: "complete", field: (row) => String(series.complete[row]) },
  ]);
}

/**
 * Cohorts as CSV text in long form: one row per cohort and period, or window of age. A cell that no customer reached is
 * empty; a cell without a purchase is 0.
 */
export function cohortsCsv(rows: readonly CohortRow[], clock: CohortClock): CsvText {
  return presentColumns(
    rows,
    COHORT_COLUMNS.map(([key, name]) => [key, key === "at" ? AT[clock] : name]),
  );
}

const AT: Readonly<Record<CohortClock, string>> = { calendar: "periods_since", age: "window" };

/** The months by segment as CSV text: one row per period and segment with customers. */
export function segmentMonthsCsv(rows: readonly SegmentMonthRow[]): CsvText {
  return presentColumns(rows, SEGMENT_MONTH_COLUMNS);
}

/** A table of the columns that at least one row has. */
function presentColumns<Row extends object>(
  rows: readonly Row[],
  columns: readonly (readonly [keyof Row, string])[],
): CsvText {
  const present = columns.filter(([key]) => rows.some((row) => row[key] !== undefined));
  return csvTable(
    rows.length,
    present.map(([key, name]) => ({
      name,
      field(row): Field {
        const value = rows[row]![key] as string | number | boolean | undefined;
        return typeof value === "boolean" ? String(value) : value;
      },
    })),
  );
}
