import { convertHistories } from "../../data/convert-base.ts";
import { type LogPeriods, periodClock } from "../../data/periods.ts";
import { DAY, type Grain, inMilliseconds } from "../../data/time-unit.ts";
import { isoDay } from "../../fit/fingerprint.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { onCalendar } from "../../fit/on-calendar.ts";
import { sumNumbers } from "../../math/sum.ts";
import type { AssignedCosts } from "../../months/cohort-costs.ts";
import type { CohortTable } from "../../months/cohort-table.ts";
import { type ForecastCell, forecastCohorts } from "../../months/forecast-cohorts.ts";
import type { KpiSeries } from "../../months/kpi-sheet.ts";
import { spendOf } from "../../predict/history-totals.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { termsOfMargin, worth } from "../../predict/worth-formula.ts";
import type { GroupedHistories } from "../../sql/steps/histories.ts";
import { scoreBaseHistories } from "../../sql/steps/score-engine-base.ts";
import type { CustomersOfLog, Log } from "../customers.ts";
import type { Run } from "../in-run.ts";
import { summarizeOptions } from "../log-options.ts";
import type { KpiOptions } from "./options.ts";

/** The costs, if any, and whether there is a model. */
export interface Asked {
  readonly costs: AssignedCosts | undefined;
  readonly fitted: FittedModel | undefined;
  readonly horizon: Horizon;
  readonly discountRate: number;
}

/** A model on the clock of its season, if any, for customers observed until some time. */
export function timed(
  fitted: FittedModel,
  { until, grain }: { readonly until?: number | undefined; readonly grain: Grain },
): FittedModel {
  return onCalendar(fitted, { until, unit: fitted.unit, grain });
}

/** The expected number of customers alive, and their equity, at the end of each period, from the log up to that day. */
export async function atEnds(
  run: Run,
  log: Log,
  options: KpiOptions,
  periods: LogPeriods,
  fitted: FittedModel,
  { costs, horizon, discountRate }: Asked,
): Promise<Partial<KpiSeries>> {
  const { period, first, length, end } = periods;
  const clock = periodClock(period);
  const [alive, equity] = [new Float64Array(length).fill(Number.NaN), new Float64Array(length).fill(Number.NaN)];
  for (let k = 0; k < length; k++) {
    const until = isoDay(Math.min(clock.startOf(first + k + 1), end) - DAY);
    const { customers } = await log.at({ ...summarizeOptions(options), until });
    const grouped = await customers.histories();
    const { about } = customers;
    const scored = scoreBaseHistories(grouped, fitted, { horizon, discountRate });
    const { frequency, T, count } = grouped.histories;
    alive[k] = sumNumbers(scored.probabilityAlive.map((p, h) => p * count[h]!));
    if (scored.worth === undefined) continue;
    const values = spendOf(frequency, count, scored.worth).map((value, h) => {
      const born = Math.round(about.until! - inMilliseconds(T[h]!, about.unit));
      const terms = costs?.termsOf(periods.indexOf(born)) ?? termsOfMargin(1);
      return worth({ s: terms.s, k: terms.k * count[h]! }, value, scored.discountedPurchases[h]!);
    });
    equity[k] = sumNumbers(values.filter(Number.isFinite));
  }
  run.signal?.throwIfAborted();
  return { expectedAlive: alive, ...(equity.some((value) => !Number.isNaN(value)) && { equity }) };
}

export function forecastOf(
  { histories, unit, spent }: GroupedHistories,
  fitted: FittedModel,
  { customers }: CustomersOfLog,
  cohorts: CohortTable,
  periods: LogPeriods,
  ahead: number,
  costs: AssignedCosts | undefined,
  rangeOf: Parameters<typeof forecastCohorts>[5],
): ForecastCell[][] {
  const { purchase, spend, unit: modelUnit } = timed(fitted, customers.about);
  const future = purchase.model.future(convertHistories(histories, unit, modelUnit))(purchase.parameters);
  const worth = spend && spent && { model: spend.model, parameters: spend.parameters, spent };
  const value = worth && spendOf(histories.frequency, histories.count, worth);
  const expected = { histories, until: customers.about.until!, unit, future, modelUnit, spend: value };
  return forecastCohorts(cohorts, periods, expected, ahead, costs, rangeOf);
}
