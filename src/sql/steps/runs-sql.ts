import type { SummarizeOptions } from "../../data/summarize.ts";
import { DAY, tickOf } from "../../data/time-unit.ts";
import { AFTER_ALL, OF_FIRST, OF_PERIOD, OF_SECOND, OF_VALUE, PRIME } from "../../segments/block-path.ts";
import { BLOCKS, MOST_ORDERS, type Runs, type StateQuestion } from "../../segments/state.ts";
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

/** One row for each customer and period with purchases: the number of the period, orders and their value. */
const BOUGHT = "bought_by_period";

function boughtSql(dialect: Dialect, step: BaseStep, { period, grain, until }: Question): string {
  const { integer } = dialect.types;
  const { sql, rows, observed, cancelled, kept } = grainsSql(dialect, step, tickOf(grain) === 1);
  if (cancelled === undefined && tickOf(grain) === DAY && period !== "quarter") {
    // Nothing cancels a day, so the days of a period are its orders. There is one bit for each of up to 31 days, and
    // one grouping instead of two.
    const net = step.hasValues ? "value" : dialect.double(0);
    const days = `SELECT customer, start, ${net} AS net FROM (${rows})${observed === undefined ? "" : ` WHERE ${observed}`}`;
    const bit = dialect.bit("(start % 31 + 31) % 31");
    const dated = `SELECT customer, ${periodSql(dialect, period, "start")} AS slot, ${bit} AS on_day, net FROM (${days})`;
    const grouped = `SELECT customer, slot, ${dialect.anyBits("on_day")} AS on_days, sum(net) AS net FROM (${dated}) WHERE slot <= ${until} GROUP BY customer, slot`;
    return `SELECT customer, slot, CAST(${dialect.bitCount("on_days")} AS ${integer}) AS n, net FROM (${grouped})`;
  }
  const where = kept === undefined ? "" : ` WHERE ${kept}`;
  const net = step.hasValues ? "net" : dialect.double(0);
  const days = `SELECT customer, ${step.day("start")} AS day, ${net} AS net FROM (${sql})${where}`;
  const dated = `SELECT customer, ${periodSql(dialect, period, "day")} AS slot, net FROM (${days})`;
  return `SELECT customer, slot, CAST(count(*) AS ${integer}) AS n, sum(net) AS net FROM (${dated}) WHERE slot <= ${until} GROUP BY customer, slot`;
}

/**
 * The customers with their blocks: `dealer` in SQL. Customers with equal paths do not differ, so they can be numbered
 * in any order.
 */
function dealtSql(dialect: Dialect, bought: string): string {
  const { long } = dialect.types;
  const path = `${pathSql(long, OF_FIRST, 1)} * ${HALF_PATH} + ${pathSql(long, OF_SECOND, OF_VALUE)}`;
  const paths = `SELECT customer, ${dialect.oddBits("hash")} AS path FROM (SELECT customer, ${path} AS hash FROM ${bought}) GROUP BY customer`;
  const alike = "row_number() OVER (PARTITION BY path) - 1";
  const dealt = `SELECT customer AS dealt, (${dialect.quotient("path", HALF_PATH)} + (${alike}) * ${OF_VALUE}) % ${PRIME} AS card FROM (${paths})`;
  return `SELECT dealt, (card * card) % ${PRIME} % ${BLOCKS} AS block FROM (${dealt})`;
}

/** The two hashes of a path are the halves of one number. */
const HALF_PATH = 2 ** 31;

/** Rows of the columns of {@link Runs}: at, to, first, band, toOrders, toBand, block, the ages, customers, orders, worth. */
function runsSql(dialect: Dialect, question: Question): string {
  const { window, orderCuts, valueCuts } = question;
  const { long, double } = dialect.types;
  const bought = dialect.identifier(BOUGHT);
  const over = "OVER (PARTITION BY customer ORDER BY slot)";
  const soFar = "OVER (PARTITION BY customer ORDER BY slot ROWS UNBOUNDED PRECEDING)";
  const toDate = window === Number.POSITIVE_INFINITY;
  // The number of periods in the largest cut.
  const depth = toDate ? 0 : Math.max(0, (orderCuts.at(-1) ?? 1) - 1);
  const back = Array.from({ length: depth }, (_, k) => k + 1);
  // Each window function takes about a sixth of the sort: a period and its orders, up to the greatest cut, are one number.
  const packed = `(slot + ${AFTER_ALL}) * ${PACK} + least(n, ${MOST_ORDERS})`;
  const windows = [
    ...["customer", "slot", "n", "block", `row_number() ${over} AS nth`],
    ...(valueCuts.length > 0 || (toDate && orderCuts.length > 0) ? [`sum(n) ${soFar} AS so_far`] : []),
    ...(valueCuts.length > 0 ? [`sum(net) ${soFar} AS spent`] : []),
    ...["slot", "n", "net"].map((column) => `lead(${column}) ${over} AS next_${column}`),
    ...back.map((k) => `lag(packed, ${k}) ${over} AS past_${k}`),
  ];
  const dealt = `SELECT customer, slot, n, net, block, ${packed} AS packed FROM ${bought} JOIN (${dealtSql(dialect, bought)}) ON customer = dealt`;
  const unpacked = back.map(
    (k) => `${dialect.quotient(`past_${k}`, PACK)} - ${AFTER_ALL} AS slot_${k}, past_${k} % ${PACK} AS n_${k}`,
  );
  const runs = `SELECT ${["*", ...unpacked].join(", ")} FROM (SELECT ${windows.join(", ")} FROM (${dealt}))`;
  /** The period of the cut-th order from the last, the periods and their orders newest first. */
  const slotOf = (cut: number, periods: readonly (readonly [string, string])[]): string => {
    const cases = periods.slice(0, cut).map(
      ([slot], k) =>
        `WHEN ${periods
          .slice(0, k + 1)
          .map(([, n]) => n)
          .join(" + ")} >= ${cut} THEN ${slot}`,
    );
    return `(CASE ${cases.join(" ")} END)`;
  };
  const here: [string, string][] = [["slot", "n"], ...back.map((k): [string, string] => [`slot_${k}`, `n_${k}`])];
  const there: [string, string][] = [["next_slot", "next_n"], ...here];
  const age = (cut: number): string =>
    toDate
      ? `CASE WHEN so_far >= ${cut} THEN 0 ELSE -1 END`
      : `CASE WHEN ${slotOf(cut, here)} > slot - ${window} THEN slot - ${slotOf(cut, here)} ELSE -1 END`;
  const bands = (spent: string, orders: string): string =>
    valueCuts.length === 0
      ? "0"
      : valueCuts
          .map((cut) => `CASE WHEN ${spent} >= ${dialect.double(cut)} * CAST(${orders} AS ${double}) THEN 1 ELSE 0 END`)
          .join(" + ");
  const reached = (cut: number): string =>
    toDate ? `so_far + next_n >= ${cut}` : `${slotOf(cut, there)} > next_slot - ${window}`;
  const toOrders = orderCuts.map((cut) => `CASE WHEN ${reached(cut)} THEN 1 ELSE 0 END`);
  const ifNext = (sql: string): string => `CASE WHEN next_slot IS NULL THEN 0 ELSE ${sql} END`;
  const keys = [
    ["begun", "slot"],
    ["upto", "coalesce(next_slot, slot)"],
    ["opens", "CASE WHEN nth = 1 THEN 1 ELSE 0 END"],
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

/** Above the orders of a period, which are counted up to the greatest cut. */
const PACK = 16;

/** The square of a hash of a row of `slot`, `n` and `net`: `BlockPath` in SQL. */
function pathSql(long: string, ofPeriod: number, ofValue: number): string {
  const when = `((CAST(slot AS ${long}) + ${AFTER_ALL}) * ${OF_PERIOD} + CAST(n AS ${long})) % ${PRIME}`;
  const value = `((CAST(net AS ${long}) % ${PRIME} + ${PRIME}) % ${PRIME})`;
  const hash = `(((${when}) * ${ofPeriod} + ${value} * ${ofValue}) % ${PRIME})`;
  return `(${hash} * ${hash}) % ${PRIME}`;
}
