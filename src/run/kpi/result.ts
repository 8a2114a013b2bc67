import type { Period } from "../../data/periods.ts";
import type { Notice } from "../../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import { type CohortRow, cohortRows } from "../../months/cohort-rows.ts";
import type { CohortTable } from "../../months/cohort-table.ts";
import type { ForecastCell } from "../../months/forecast-cohorts.ts";
import { type KpiSeries, kpiColumns } from "../../months/kpi-sheet.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { type Plan, planDocument } from "../../value/plan.ts";
import type { Engine } from "../choose-engine.ts";
import type { LogReading } from "../customers.ts";
import { logInNumbers } from "../log-reading.ts";
import type { MonthsBySegment } from "./by-segment.ts";

/** The files of the months, by their contents. */
export type KpiFiles = Readonly<Record<"kpi" | "cohorts" | "numbers", string>> & { readonly bySegment?: string };

/** The months of a log. */
export interface KpiResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly period: Period;
  readonly series: KpiSeries;
  readonly cohorts: CohortTable;
  /** By cohort; empty unless requested. */
  readonly forecast: readonly (readonly ForecastCell[])[];
  /** By segment, where a scheme was given. */
  readonly bySegment?: MonthsBySegment;
  readonly plan?: Plan;
  readonly model?: FittedModel;
  readonly horizon?: Horizon;
  readonly notices: readonly Notice[];
  readonly files: Partial<KpiFiles> & { readonly rejected?: string };
}

/** The months as plain data: the content of `kpi.json`. */
export function kpiInNumbers(result: KpiResult) {
  const { reading, period, series, cohorts, forecast, bySegment, plan, model, horizon, notices, files } = result;
  const columns = kpiColumns(series);
  return {
    log: logInNumbers(reading),
    period,
    ...(plan && { plan: planDocument(plan) }),
    ...(model && { model: numbersOf(model).data, horizon }),
    series: series.labels.map((label, row) => ({
      period: label,
      ...Object.fromEntries(columns.map(({ column, values }) => [column.key, orNull(values[row]!)])),
      complete: series.complete[row],
    })),
    ...given({ bySegment: bySegment && withoutNotices(bySegment) }),
    cohorts: { clock: cohorts.clock, rows: cohortRows(cohorts, forecast) satisfies CohortRow[] },
    notices,
    files,
  };
}

/** The notices are listed with all others. */
function withoutNotices({ notices: _, ...numbers }: MonthsBySegment): Omit<MonthsBySegment, "notices"> {
  return numbers;
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
