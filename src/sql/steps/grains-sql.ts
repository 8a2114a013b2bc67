import type { Dialect } from "../dialect.ts";
import { ORDER } from "./transactions-sql.ts";

/** How transactions become a base. */
export interface BaseStep {
  /** A query for `customer`, `instant`, and with values `value` (millionths as whole doubles). */
  readonly transactions: string;
  /** Start of the grain of an instant, in ticks. */
  start(instant: string): string;
  /** Days since 1970 on the calendar of the start of a grain, in ticks. */
  day(start: string): string;
  /** Lines of one order are joined, see {@link placedSql}. */
  readonly inOrders?: boolean;
  readonly hasValues: boolean;
  /** Whether every value is above 0: then nothing is cancelled or counted. */
  readonly positive: boolean;
  /** Whether values below 0 are left out, rather than netted. */
  readonly dropReturns: boolean;
  /** Whether the rest of a return that exceeds its grain lowers earlier purchases. */
  readonly matchReturns: boolean;
  /** First and last instant observed. */
  readonly from?: number;
  readonly until?: number;
  /** First tick of the holdout. */
  readonly split?: number;
  /** ln of the ticks in the unit. Present if the logarithms of the times between purchases are summed. */
  readonly logUnit?: number;
  /** Whether the value of the first purchase is kept. */
  readonly firstValue?: boolean;
  /**
   * Whether the last instant is needed besides the last start. They differ in a week, month or year, and may where
   * clocks are set back over midnight.
   */
  readonly moment: boolean;
}

/** The start of rows that are not observed: a tick before any date, in days or in milliseconds. */
const OUTSIDE = { before: -2_000_000_003, after: -2_000_000_002, dropped: -2_000_000_001 } as const;
const FIRST_START = -2_000_000_000;
/** Ticks of a millisecond need 64 bits. */
const WIDE = 1_000_000;

/** Purchases of one customer in one grain as one row, and which of them count. */
export interface Grains {
  /**
   * A query for `customer`, `start`, `n` rows merged, and with values `net`. Where some rows may not be sales, also
   * `below`, `returned` and `zeros`.
   */
  readonly sql: string;
  /** A query for `customer`, `start`, and with values `value`: the rows before they are merged. */
  readonly rows: string;
  /** The column with the sum of the values of a row as they were read: `net`, unless returns are matched. */
  readonly worth: "net" | "was";
  /** The kinds of rows outside the observed time, each with its own `start`. */
  readonly marks: readonly Mark[];
  /**
   * Conditions on a row: that it is observed; that returns cancel it; that it is a purchase. Absent where all rows or
   * none meet it.
   */
  readonly observed?: string;
  readonly cancelled?: string;
  readonly kept?: string;
}

/** Rows that are not observed. */
interface Mark {
  readonly name: string;
  readonly when: string;
  readonly mark: number;
}

/**
 * Merges transactions into purchases: the transactions of one customer in one grain are one purchase.
 *
 * @param inMilliseconds - Whether ticks are milliseconds and not days.
 * @param taken - A condition on `customer`, to take some customers only.
 */
export function grainsSql(dialect: Dialect, step: BaseStep, inMilliseconds: boolean, taken?: string): Grains {
  const { hasValues, positive } = step;
  const { integer } = dialect.types;
  const zero = dialect.double(0);
  const signed = hasValues && !positive;
  const marks = outside(step, inMilliseconds, zero);
  const placed = placedSql(dialect, step);
  const start = marks.reduceRight(
    (rest, { when, mark }) => `CASE WHEN ${when} THEN ${mark} ELSE ${rest} END`,
    step.start(placed.instant),
  );
  const value = hasValues ? ", value" : "";
  const starts = `SELECT customer, ${start} AS start${value}${step.moment ? ", instant" : ""} FROM (${placed.transactions})`;
  const perGrain = [
    "customer",
    "start",
    `CAST(count(*) AS ${integer}) AS n`,
    ...(step.moment ? ["max(instant) AS moment"] : []),
    ...(hasValues ? ["sum(value) AS net"] : []),
    ...(signed
      ? [
          `sum(least(value, ${zero})) AS below`,
          `CAST(count(*) FILTER (WHERE value < ${zero}) AS ${integer}) AS returned`,
          `CAST(count(*) FILTER (WHERE value = ${zero}) AS ${integer}) AS zeros`,
        ]
      : []),
  ];
  const where = taken === undefined ? "" : ` WHERE ${taken}`;
  const observed = marks.length === 0 ? undefined : `start >= ${FIRST_START * (inMilliseconds ? WIDE : 1)}`;
  const match = signed && step.matchReturns;
  const cancelled = signed
    ? `(net <= ${zero} AND ${match ? `(below < ${zero} OR was > ${zero})` : `below < ${zero}`})`
    : undefined;
  const kept = all(observed, cancelled && `NOT ${cancelled}`);
  const grains = `SELECT ${perGrain.join(", ")} FROM (${starts})${where} GROUP BY customer, start`;
  return {
    sql: match ? matchedSql(step.moment, grains, observed, step.split, zero) : grains,
    rows: taken === undefined ? starts : `SELECT * FROM (${starts})${where}`,
    worth: match ? "was" : "net",
    marks,
    ...(observed !== undefined && { observed }),
    ...(cancelled !== undefined && { cancelled }),
    ...(kept !== undefined && { kept }),
  };
}

/** The rows that are not observed, each kind with its own start. */
export function outside(step: BaseStep, inMilliseconds: boolean, zero: string): Mark[] {
  const mark = (name: keyof typeof OUTSIDE): number => OUTSIDE[name] * (inMilliseconds ? WIDE : 1);
  return [
    ...(step.hasValues && !step.positive && step.dropReturns
      ? [{ name: "dropped", when: `value < ${zero}`, mark: mark("dropped") }]
      : []),
    ...(step.from === undefined ? [] : [{ name: "before", when: `instant < ${step.from}`, mark: mark("before") }]),
    ...(step.until === undefined ? [] : [{ name: "after", when: `instant > ${step.until}`, mark: mark("after") }]),
  ];
}

/**
 * Transactions, and the column with the instant at which each counts. Lines of one order of one customer count at the
 * time of the first line that is observed. Lines in the holdout do so separately, because they were unknown at the
 * split.
 */
export function placedSql(
  dialect: Dialect,
  step: BaseStep,
): { readonly transactions: string; readonly instant: string } {
  const { transactions, inOrders = false, split } = step;
  if (!inOrders) return { transactions, instant: "instant" };
  const left = outside(step, true, dialect.double(0)).map(({ when }) => `NOT (${when})`);
  const line = all(`${ORDER} <> ''`, ...left)!;
  const era = split === undefined ? "" : `, CASE WHEN ${step.start("instant")} >= ${split} THEN 1 ELSE 0 END`;
  const first = `min(CASE WHEN ${line} THEN instant END) OVER (PARTITION BY customer, ${ORDER}${era})`;
  return {
    transactions: `SELECT *, CASE WHEN ${line} THEN ${first} ELSE instant END AS placed FROM (${transactions})`,
    instant: "placed",
  };
}

/** The conjunction of some conditions; empty without conditions. */
export function all(...conditions: (string | undefined)[]): string | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? undefined : given.join(" AND ");
}

/**
 * The rest of each purchase after returns have lowered earlier purchases, the newest first: `returnsMatcher` in SQL.
 *
 * Let Sₖ be the sum of the customer's first k grains in the order of time. The rest of all purchases is the level Lₖ =
 * Sₖ − min(0, min_{j≤k} Sⱼ). A purchase vₖ raises it from Lₖ − vₖ to Lₖ. Later returns lower it, so min_{j≥k} Lⱼ − (Lₖ
 * − vₖ) remains of the purchase. All are whole doubles, and so exact. Returns in the holdout lower no purchase before
 * it.
 */
function matchedSql(
  moment: boolean,
  grains: string,
  observed: string | undefined,
  split: number | undefined,
  zero: string,
): string {
  const era = split === undefined ? "0" : `CASE WHEN start >= ${split} THEN 1 ELSE 0 END`;
  const over = "PARTITION BY customer, era ORDER BY start ROWS";
  const soFar = `OVER (${over} UNBOUNDED PRECEDING)`;
  const eras = `SELECT *, CASE WHEN ${observed ?? "true"} THEN ${era} ELSE -1 END AS era, net AS was FROM (${grains})`;
  const sums = `SELECT *, sum(was) ${soFar} AS added FROM (${eras})`;
  const levels = `SELECT *, added - least(${zero}, min(added) ${soFar}) AS level FROM (${sums})`;
  const floors = `SELECT *, min(level) OVER (${over} BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS floor FROM (${levels})`;
  const left = `CASE WHEN era >= 0 AND was > ${zero} THEN greatest(${zero}, floor - (level - was)) ELSE was END`;
  const kept = ["customer", "start", "n", ...(moment ? ["moment"] : []), `${left} AS net`, "was"];
  return `SELECT ${[...kept, "below", "returned", "zeros"].join(", ")} FROM (${floors})`;
}
