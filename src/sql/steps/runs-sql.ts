import type { SummarizeOptions } from "../../data/summarize.ts";
import { tickOf } from "../../data/time-unit.ts";
import { AFTER_ALL, OF_FIRST, OF_PERIOD, OF_SECOND, OF_VALUE, PRIME } from "../../segments/block-path.ts";
import { BLOCKS, type Runs, type StateQuestion } from "../../segments/state.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import { stepOf } from "./base-step.ts";
import { type BaseStep, grainsSql } from "./grains-sql.ts";
import type { KeptLog } from "./log-reader.ts";
import { periodSql } from "./period-sql.ts";

type Question = StateQuestion & { readonly until: number };

/** `countRuns` of the purchases of a kept log under these bounds. */
export async function countKeptRuns(
  session: Session,
  { reader, rows }: KeptLog,
  question: Question,
  bounds: SummarizeOptions,
): Promise<Runs> {
  const { dialect } = session;
  const step = stepOf(reader, rows, bounds);
  // A table, because it is read twice: for the runs, and for the blocks.
  await session.run(dialect.createTable(BOUGHT, boughtSql(dialect, step, question)));
  const columns = await session.doubles(runsSql(dialect, question));
  await session.run(`DROP TABLE ${dialect.identifier(BOUGHT)}`);
  const [at, to, first, band, toOrders, toBand, block, ...rest] = columns as Float64Array[];
  const ages = rest.slice(0, question.orderCuts.length);
  const [customers, orders, worth] = rest.slice(question.orderCuts.length);
  return {
    length: at!.length,
    ...{ at: at!, to: to!, first: first!, ages, band: band!, toOrders: toOrders!, toBand: toBand!, block: block! },
    ...{ customers: customers!, orders: orders!, worth: worth! },
  };
}

/** One row for each customer and period with purchases. */
const BOUGHT = "bought_by_period";

function boughtSql(dialect: Dialect, step: BaseStep, { period, grain, until }: Question): string {
  const { integer } = dialect.types;
  const { sql, kept } = grainsSql(dialect, step, tickOf(grain) === 1);
  const where = kept === undefined ? "" : ` WHERE ${kept}`;
  const net = step.hasValues ? "net" : dialect.double(0);
  const days = `SELECT customer, ${step.day("start")} AS day, ${net} AS net FROM (${sql})${where}`;
  const dated = `SELECT customer, ${periodSql(dialect, period, "day")} AS slot, net FROM (${days})`;
  return `SELECT customer, slot, CAST(count(*) AS ${integer}) AS n, sum(net) AS net FROM (${dated}) WHERE slot <= ${until} GROUP BY customer, slot`;
}

/** The customers with their blocks: `dealer` in SQL. Customers with equal paths are alike, so any numbers of them do. */
function dealtSql({ types: { long, double } }: Dialect, bought: string): string {
  const hashes = [pathSql(long, OF_FIRST, 1), pathSql(long, OF_SECOND, OF_VALUE)];
  // Whole numbers below 2⁵³ add up exactly as doubles, in half the time that the engine's wide integers take.
  const paths = hashes
    .map((hash, k) => `CAST(sum(CAST(${hash} AS ${double})) AS ${long}) % ${PRIME} AS path_${k}`)
    .join(", ");
  const alike = "row_number() OVER (PARTITION BY path_0, path_1) - 1";
  return (
    `SELECT customer AS dealt, (path_0 + ${alike}) % ${BLOCKS} AS block ` +
    `FROM (SELECT customer, ${paths} FROM ${bought} GROUP BY customer)`
  );
}

/** Rows of the columns of {@link Runs}: at, to, first, band, toOrders, toBand, block, the ages, customers, orders, worth. */
function runsSql(dialect: Dialect, question: Question): string {
  const { window, orderCuts, valueCuts } = question;
  const { long, double } = dialect.types;
  const bought = dialect.identifier(BOUGHT);
  const over = "OVER (PARTITION BY customer ORDER BY slot)";
  const soFar = "OVER (PARTITION BY customer ORDER BY slot ROWS UNBOUNDED PRECEDING)";
  // So many periods back at most make up the greatest cut.
  const back = Array.from({ length: Math.max(0, (orderCuts.at(-1) ?? 1) - 1) }, (_, k) => k + 1);
  const windows = [
    "customer",
    "slot",
    "n",
    "block",
    `lag(slot) ${over} AS slot_before`,
    ...(valueCuts.length > 0 ? [`sum(n) ${soFar} AS so_far`, `sum(net) ${soFar} AS spent`] : []),
    `lead(slot) ${over} AS next_slot`,
    `lead(n) ${over} AS next_n`,
    `lead(net) ${over} AS next_net`,
    ...back.flatMap((k) => [`lag(slot, ${k}) ${over} AS slot_${k}`, `lag(n, ${k}) ${over} AS n_${k}`]),
  ];
  const runs = `SELECT ${windows.join(", ")} FROM ${bought} JOIN (${dealtSql(dialect, bought)}) ON customer = dealt`;
  /** The period of the cut-th order from the last, the periods and their orders newest first. */
  const slotOf = (cut: number, periods: readonly (readonly [string, string])[]): string => {
    const cases = periods.slice(0, cut).map(
      ([slot], k) =>
        `WHEN ${periods
          .slice(0, k + 1)
          .map(([, n]) => n)
          .join(" + ")} >= ${cut} THEN ${slot}`,
    );
    return `CASE ${cases.join(" ")} END`;
  };
  const here: [string, string][] = [["slot", "n"], ...back.map((k): [string, string] => [`slot_${k}`, `n_${k}`])];
  const there: [string, string][] = [["next_slot", "next_n"], ...here];
  const within = (slot: string, of: string): string =>
    window === Number.POSITIVE_INFINITY ? `${of} IS NOT NULL` : `${of} > ${slot} - ${window}`;
  const age = (cut: number): string => {
    const of = slotOf(cut, here);
    const lived = window === Number.POSITIVE_INFINITY ? "0" : `slot - (${of})`;
    return `CASE WHEN ${within("slot", `(${of})`)} THEN ${lived} ELSE -1 END`;
  };
  const bands = (spent: string, orders: string): string =>
    valueCuts.length === 0
      ? "0"
      : valueCuts
          .map((cut) => `CASE WHEN ${spent} >= ${dialect.double(cut)} * CAST(${orders} AS ${double}) THEN 1 ELSE 0 END`)
          .join(" + ");
  const toOrders = orderCuts.map(
    (cut) => `CASE WHEN ${within("next_slot", `(${slotOf(cut, there)})`)} THEN 1 ELSE 0 END`,
  );
  const ifNext = (sql: string): string => `CASE WHEN next_slot IS NULL THEN 0 ELSE ${sql} END`;
  const keys = [
    ["begun", "slot"],
    ["upto", "coalesce(next_slot, slot)"],
    ["opens", "CASE WHEN slot_before IS NULL THEN 1 ELSE 0 END"],
    ["band", bands("spent", "so_far")],
    ["to_orders", ifNext(["1", ...toOrders].join(" + "))],
    ["to_band", ifNext(bands("(spent + next_net)", "(so_far + next_n)"))],
    ["block", "block"],
    ...orderCuts.map((cut, k) => [`age_${k}`, age(cut)]),
  ] as const;
  const keyed = `SELECT ${keys.map(([name, sql]) => `${sql} AS ${name}`).join(", ")}, next_n, next_net FROM (${runs})`;
  const names = keys.map(([name]) => name).join(", ");
  const doubles = keys.map(([name]) => `CAST(${name} AS ${double}) AS ${name}`).join(", ");
  return (
    `SELECT ${doubles}, CAST(count(*) AS ${double}) AS customers, coalesce(sum(CAST(next_n AS ${double})), 0) AS orders, ` +
    `CAST(coalesce(sum(CAST(next_net AS ${long})), 0) AS ${double}) AS worth FROM (${keyed}) GROUP BY ${names} ORDER BY ${names}`
  );
}

/** The square of a hash of a row of `slot`, `n` and `net`: `BlockPath` in SQL. */
function pathSql(long: string, ofPeriod: number, ofValue: number): string {
  const when = `((CAST(slot AS ${long}) + ${AFTER_ALL}) * ${OF_PERIOD} + CAST(n AS ${long})) % ${PRIME}`;
  const value = `((CAST(net AS ${long}) % ${PRIME} + ${PRIME}) % ${PRIME})`;
  const hash = `(((${when}) * ${ofPeriod} + ${value} * ${ofValue}) % ${PRIME})`;
  return `(${hash} * ${hash}) % ${PRIME}`;
}
