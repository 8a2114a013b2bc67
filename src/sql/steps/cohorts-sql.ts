import type { SummarizeOptions } from "../../data/summarize.ts";
import { DAY, type Grain, tickOf } from "../../data/time-unit.ts";
import { AGE_DAYS, type CohortCounts, type CohortQuestion, type FirstDays } from "../../months/cohort-counts.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import { stepOf } from "./base-step.ts";
import { type BaseStep, grainsSql } from "./grains-sql.ts";
import type { KeptLog } from "./log-reader.ts";
import { periodSql } from "./period-sql.ts";

/** `countCohorts` of the purchases of a kept log under these bounds. */
export async function countKeptCohorts(
  session: Session,
  { reader, rows }: KeptLog,
  question: CohortQuestion,
  bounds: SummarizeOptions,
): Promise<CohortCounts> {
  const step = stepOf(reader, rows, bounds);
  const [cohort, at, active, retained, again, orders, value] = await session.doubles(
    cohortsSql(session.dialect, step, question),
  );
  const columns = { cohort: cohort!, at: at!, active: active!, retained: retained!, again: again!, orders: orders! };
  return { length: cohort!.length, ...columns, value: value ?? new Float64Array(0) };
}

/** `countFirstDays` of the same log. */
export async function countKeptFirstDays(
  session: Session,
  { reader, rows }: KeptLog,
  bounds: SummarizeOptions,
): Promise<FirstDays> {
  const { dialect } = session;
  const { double } = dialect.types;
  const days = daysSql(dialect, stepOf(reader, rows, bounds), bounds.grain ?? "day");
  const [day, customers] = await session.doubles(
    `SELECT CAST(born AS ${double}) * ${DAY} AS born, CAST(count(*) AS ${double}) AS customers ` +
      `FROM (SELECT min(day) AS born FROM (${days}) GROUP BY customer) GROUP BY born ORDER BY born`,
  );
  return { length: day!.length, day: day!, customers: customers! };
}

/** Purchases as `customer`, `day` and, with values, `net`. */
function daysSql(dialect: Dialect, step: BaseStep, grain: Grain): string {
  const { sql, kept } = grainsSql(dialect, step, tickOf(grain) === 1);
  const where = kept === undefined ? "" : ` WHERE ${kept}`;
  return `SELECT customer, ${step.day("start")} AS day${step.hasValues ? ", net" : ""} FROM (${sql})${where}`;
}

/** The window of age that holds a day; the customer's first is `born`. */
function windowSql(dialect: Dialect, day: string): string {
  return `(${dialect.quotient(`(${day} - born)`, AGE_DAYS)})`;
}

/** Rows of the columns of {@link CohortCounts}, in their order. */
function cohortsSql(dialect: Dialect, step: BaseStep, question: CohortQuestion): string {
  const { period, clock, end } = question;
  const { long, double } = dialect.types;
  const days = daysSql(dialect, step, question.grain);
  const sum = step.hasValues ? ", sum(net) AS net" : "";
  const net = step.hasValues ? ", net" : "";
  const born = `SELECT *, min(day) OVER (PARTITION BY customer) AS born FROM (${days})`;
  const timed =
    clock === "calendar"
      ? `SELECT customer, ${periodSql(dialect, period, "day")} AS slot${net} FROM (${days})`
      : `SELECT customer, born, ${windowSql(dialect, "day")} AS slot${net} FROM (${born}) WHERE day < born + (${windowSql(dialect, String(end / DAY))}) * ${AGE_DAYS}`;
  const group = clock === "calendar" ? "customer, slot" : "customer, born, slot";
  const cells = `SELECT ${group}, count(*) AS orders${sum} FROM (${timed}) GROUP BY ${group}`;
  const over = "OVER (PARTITION BY customer ORDER BY slot ROWS UNBOUNDED PRECEDING)";
  const cohort = clock === "calendar" ? `min(slot) ${over}` : periodSql(dialect, period, "born");
  const lives =
    `SELECT ${cohort} AS cohort, slot, orders${net}, lag(slot) OVER (PARTITION BY customer ORDER BY slot) AS before, ` +
    `sum(orders) ${over} AS so_far FROM (${cells})`;
  const count = (where: string): string => `count(*) FILTER (WHERE ${where})`;
  const columns = {
    cohort: "cohort",
    slot: "slot",
    active: "count(*)",
    retained: count("before = slot - 1"),
    again: count("so_far >= 2 AND so_far - orders < 2"),
    orders: "sum(orders)",
    ...(step.hasValues && { value: `sum(CAST(net AS ${long}))` }),
  };
  const selected = Object.entries(columns).map(
    ([name, sql]) => `CAST(${sql} AS ${double}) AS ${dialect.identifier(name)}`,
  );
  return `SELECT ${selected.join(", ")} FROM (${lives}) GROUP BY cohort, slot ORDER BY cohort, slot`;
}
