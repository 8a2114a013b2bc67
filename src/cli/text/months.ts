import type { CohortCell } from "../../months/cohort-table.ts";
import type { ForecastCell } from "../../months/forecast-cohorts.ts";
import { type KpiColumn, kpiColumns } from "../../months/kpi-sheet.ts";
import { count, counted, fixed, money, significant } from "../../number-words.ts";
import type { MonthsBySegment } from "../../run/kpi/by-segment.ts";
import type { KpiResult } from "../../run/kpi/result.ts";
import { LEVEL } from "../../run/score-options.ts";
import { section, table } from "./format.ts";

/** Rows of a table on a terminal, and columns of cohorts. */
const [ROWS, CELLS] = [13, 13];

const SHOWN: readonly (readonly [KpiColumn["key"], string])[] = [
  ["active", "active"],
  ["new", "new"],
  ["retained", "retained"],
  ["reactivated", "reactiv."],
  ["orders", "orders"],
  ["revenue", "revenue"],
  ["contribution", "contribution"],
  ["aov", "per order"],
  ["retentionRate", "retention"],
  ["cac", "CAC"],
  ["ltvToCac", "LTV:CAC"],
  ["expectedAlive", "exp. alive"],
  ["equity", "equity"],
];

/** The last periods of a log as text. */
export function reportMonths({ period, series }: KpiResult): string {
  const { labels, complete } = series;
  const columns = SHOWN.flatMap(([key, head]) => {
    const found = kpiColumns(series).find(({ column }) => column.key === key);
    return found ? [{ ...found, head }] : [];
  });
  const from = Math.max(0, labels.length - ROWS);
  const rows = labels
    .slice(from)
    .map((label, k) => [
      complete[from + k] ? label : `${label} *`,
      ...columns.map(({ column, values }) => shown(column, values[from + k]!)),
    ]);
  const open = complete.every(Boolean) ? [] : ["  * period not observed from the first day to the last"];
  const more = from > 0 ? `, the last ${ROWS} of ${labels.length}` : "";
  return section(
    `The ${period}s${more}`,
    table([period, ...columns.map(({ head }) => head)], rows, rows[0]!.map((_, k) => k).slice(1)),
    ...open,
  );
}

function shown({ kind }: KpiColumn, value: number): string {
  if (!Number.isFinite(value)) return "";
  if (kind === "count") return count(value);
  if (kind === "share") return percent(value);
  return kind === "money" ? money(value) : fixed(value, 2);
}

/** The purchases of each segment in the period after, over all complete periods. */
export function reportSegmentMonths({ scheme, level, rows }: MonthsBySegment): string {
  const valued = rows.some(({ revenue }) => revenue !== undefined);
  const range = (low: number | undefined, high: number | undefined, text: (value: number) => string): string =>
    low === undefined || high === undefined ? "" : `${text(low)} to ${text(high)}`;
  const decimals = (value: number): string => fixed(value, 3);
  const lines = rows
    .filter(({ period }) => period === "all")
    .map((row) => [
      ...[row.segment, count(row.customers)],
      ...[percent(row.activeShare), range(row.activeShareLow, row.activeShareHigh, percent)],
      ...[decimals(row.ordersPerCustomer), range(row.ordersPerCustomerLow, row.ordersPerCustomerHigh, decimals)],
      ...(valued
        ? [money(row.revenuePerCustomer!), range(row.revenuePerCustomerLow, row.revenuePerCustomerHigh, money)]
        : []),
    ]);
  const at = `at ${significant(100 * level, 3)} %`;
  return section(
    `Segments by ${scheme}: customers' purchases in the next period, over all complete periods`,
    table(
      ["segment", "customers", "active", at, "orders each", at, ...(valued ? ["revenue each", at] : [])],
      lines,
      [1, 2, 3, 4, 5, 6, 7],
    ),
  );
}

function percent(share: number): string {
  return `${fixed(100 * share, 1)} %`;
}

/** The share of the last cohorts that bought, by time since the first purchase. */
export function reportCohorts({ cohorts: { clock, cells, average, cohorts }, period }: KpiResult): string {
  const from = Math.max(0, cells.length - ROWS);
  const width = Math.min(CELLS, average.length);
  const row = ([first, ...rest]: readonly CohortCell[]): string[] => [
    first!.cohort.cohort,
    count(first!.cohort.customers),
    ...[first!, ...rest].slice(0, width).map(share),
  ];
  const unit = clock === "calendar" ? `${period}s` : "windows of 30 days";
  return section(
    `${counted(cohorts.length, "cohort")}: share of customers with a purchase, by ${unit} since the first`,
    table(
      ["cohort", "customers", ...average.slice(0, width).map(({ at }) => String(at))],
      [...cells.slice(from).map(row), row(average)],
      [...average.slice(0, width + 1).keys()].map((k) => k + 1),
    ),
  );
}

/** The periods ahead, if any: the expected purchases of the last cohorts, and the sums per customer with their intervals. */
export function reportForecast({ forecast, cohorts: { cohorts }, period }: KpiResult, level = LEVEL): string {
  const ahead = forecast[0]?.length ?? 0;
  if (ahead === 0) return "";
  const of = forecast.map((cells, k) => ({ cohort: cohorts[k]!, cells, last: cells.at(-1)! }));
  const valued = of.some(({ last }) => last.revenue !== undefined);
  const ranged = of.some(({ last }) => last.cumulativeOrdersLow !== undefined);
  const two = (n: number): string => fixed(n, 2);
  const range = (low: number | undefined, high: number | undefined): string =>
    low === undefined || high === undefined ? "" : `${two(low)} to ${two(high)}`;
  const sum = (cells: readonly ForecastCell[], key: "orders" | "revenue"): number =>
    cells.reduce((total, cell) => total + (cell[key] ?? 0), 0);
  const rows = of
    .slice(-ROWS)
    .map(({ cohort, cells, last }) => [
      ...[cohort.cohort, count(cohort.customers), fixed(sum(cells, "orders"), 1), two(last.cumulativeOrders)],
      ...(ranged ? [range(last.cumulativeOrdersLow, last.cumulativeOrdersHigh)] : []),
      ...(valued ? [money(sum(cells, "revenue")), two(last.cumulativeRevenue!)] : []),
      ...(valued && ranged ? [range(last.cumulativeRevenueLow, last.cumulativeRevenueHigh)] : []),
    ]);
  const all = forecast.flat();
  const total = [
    ...["all", count(cohorts.reduce((n, { customers }) => n + customers, 0)), fixed(sum(all, "orders"), 1), ""],
    ...(ranged ? [""] : []),
    ...(valued ? [money(sum(all, "revenue")), "", ...(ranged ? [""] : [])] : []),
  ];
  const each = (name: string): string[] => [
    name,
    "each by then",
    ...(ranged ? [`at ${significant(100 * level, 3)} %`] : []),
  ];
  const columns = ["cohort", "customers", ...each("orders"), ...(valued ? each("revenue") : [])];
  return section(
    `The next ${counted(ahead, period)} by the model; "each by then" is per customer since the first purchase`,
    table(columns, [...rows, total], [...columns.keys()].slice(1)),
  );
}

/** Empty for a cell that no customer reached. A cell with only a part of its time is marked. */
function share({ retention, complete }: CohortCell): string {
  if (retention === undefined) return "";
  return `${fixed(100 * retention, 1)}${complete ? "" : "*"}`;
}
