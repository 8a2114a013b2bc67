import { type CsvText, csvTable } from "./csv-text.ts";

/** A renewal, observed and fitted. */
interface Renewal {
  readonly renewal: number;
  readonly due?: number;
  readonly renewed?: number;
  readonly observed?: number;
  readonly retention: number;
  readonly retentionLow?: number;
  readonly retentionHigh?: number;
  readonly survival: number;
  readonly survivalLow?: number;
  readonly survivalHigh?: number;
  readonly churn: number;
  readonly residual?: number;
}

/** The retention curve of contracts as CSV text: one row per renewal. */
export function contractsCsv(rows: readonly Renewal[]): CsvText {
  return csvTable(rows.length, [
    { name: "renewal", field: (row) => rows[row]!.renewal },
    { name: "due", field: (row) => rows[row]!.due },
    { name: "renewed", field: (row) => rows[row]!.renewed },
    { name: "observed_retention", field: (row) => rows[row]!.observed },
    { name: "retention", field: (row) => rows[row]!.retention },
    { name: "retention_low", field: (row) => rows[row]!.retentionLow },
    { name: "retention_high", field: (row) => rows[row]!.retentionHigh },
    { name: "survival", field: (row) => rows[row]!.survival },
    { name: "survival_low", field: (row) => rows[row]!.survivalLow },
    { name: "survival_high", field: (row) => rows[row]!.survivalHigh },
    { name: "churn", field: (row) => rows[row]!.churn },
    { name: "discounted_residual_lifetime", field: (row) => rows[row]!.residual },
  ]);
}
