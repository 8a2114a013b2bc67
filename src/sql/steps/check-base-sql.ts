import type { BaseColumns } from "../../data/base-columns.ts";
import { DAY, HOUR, type TimeUnit, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import { slackOf } from "../../data/unit-and-end.ts";
import type { Dialect } from "../dialect.ts";

/** The units and the length of a tick, by which the dates of a base are checked. */
export interface Anchor {
  /** The units in which the ages of the first repeat buyer agree with the dates. No other unit can fit all customers. */
  readonly units: readonly TimeUnit[];
  /** The end of observation if ages are in a unit. */
  untilIn(unit: TimeUnit): number;
  /** Whether ages count whole grains. */
  readonly discrete: boolean;
  /** Milliseconds in a tick of the dates: those of a day, or one. */
  readonly tick: number;
}

/** One row with the result of every rule of `contradictions`, except that ids differ, and with the facts that the dates show. */
export function checkSql(
  dialect: Dialect,
  { numbers, dates }: BaseColumns,
  anchor: Anchor | undefined,
  file: string,
): string {
  const has = (name: string): boolean => numbers.some((column) => column.name === name);
  const T = dialect.identifier("T");
  const infinity = dialect.double(Number.POSITIVE_INFINITY);
  // NaN sorts above infinity here, or is not below any number, so this bounds recency and T at both ends.
  const conditions = [
    "customer_id <> ''",
    `frequency >= 0 AND frequency < ${infinity} AND frequency = floor(frequency)`,
    `recency >= 0 AND recency <= ${T} AND ${T} < ${infinity}`,
    "(frequency > 0 OR recency = 0)",
    ...(has("monetary_value") ? [valueRule(dialect, dates.length > 0)] : []),
    ...(has("litt") ? [littRule(dialect)] : []),
    // Holdout columns are not checked here: only the memory engine reads them.
    ...dates.map(({ name }) => `${name} IS NOT NULL`),
  ];
  const about = anchor ? datesSql(dialect, anchor) : ["0 AS times", "0 AS odd"];
  return (
    "SELECT count(*) AS customers, sum(frequency) AS repeat, count(*) FILTER (WHERE frequency > 0) AS repeaters, " +
    'count(*) FILTER (WHERE frequency > 0 AND recency = 0) AS "withoutTime", ' +
    `count(*) - count(*) FILTER (WHERE ${conditions.join(" AND ")}) AS flaws, ${about.join(", ")} FROM ${file}`
  );
}

/** The facts that dates show: the units that fit, the first date, and whether some dates are not whole days or hours. */
function datesSql(dialect: Dialect, { units, untilIn, tick, discrete }: Anchor): string[] {
  const T = dialect.identifier("T");
  const [first, last] = ["first_date", "last_date"].map((name) => (tick === 1 ? name : `${name} * ${tick}`));
  const all = (condition: string, name: string): string =>
    `CAST(bool_and(${condition}) AS ${dialect.types.integer}) AS ${dialect.identifier(name)}`;
  const fits = (unit: TimeUnit): string => {
    const unitLength = dialect.double(UNIT_MILLISECONDS[unit]);
    const slack = slackOf(unit, discrete);
    const until = `abs(${first} + ${T} * ${unitLength} - ${dialect.double(untilIn(unit))}) <= ${slack}`;
    return all(`${until} AND abs(${first} + recency * ${unitLength} - ${last}) <= ${slack}`, `fits ${unit}`);
  };
  const odd = (length: number): string =>
    tick === DAY ? "0" : `count(*) FILTER (WHERE ${first} % ${length} <> 0 OR ${last} % ${length} <> 0)`;
  return [...units.map(fits), `min(first_date) AS "from"`, `${odd(DAY)} AS times`, `${odd(HOUR)} AS odd`];
}

/** As in `contradictions`. Another rule covers customers who have no time to repeat. */
function littRule(dialect: Dialect): string {
  const infinity = dialect.double(Number.POSITIVE_INFINITY);
  return (
    `CASE WHEN frequency > 0 AND recency > 0 THEN litt > -${infinity} AND ` +
    `litt <= frequency * (ln(recency / frequency) + ${dialect.double(1e-9)}) ELSE true END`
  );
}

/** Our own base, which has dates, has the mean 0 for purchases with value 0. In other files 0 means "none". */
function valueRule(dialect: Dialect, ours: boolean): string {
  const infinity = dialect.double(Number.POSITIVE_INFINITY);
  const none = `(monetary_value IS NULL OR monetary_value = 0 OR ${dialect.isNan("monetary_value")})`;
  return `CASE WHEN frequency = 0 THEN ${none} ELSE monetary_value ${ours ? ">=" : ">"} 0 AND monetary_value < ${infinity} END`;
}
