import type { BaseColumns } from "../../data/base-columns.ts";
import { SLACK } from "../../data/base-ruler.ts";
import { DAY, HOUR, type TimeUnit, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import type { Dialect } from "../dialect.ts";

/** What a base's dates are held against. */
export interface Anchor {
  /** Units in which the first customer who came back has ages that agree with the dates; no other unit can fit all. */
  readonly units: readonly TimeUnit[];
  /** The end of observation if ages are in a unit. */
  untilIn(unit: TimeUnit): number;
  /** Milliseconds in a tick: dates are in days, or in milliseconds. */
  readonly tick: number;
}

/** Every rule of `contradictions` but that ids differ, at once, and what the dates say: one row. */
export function checkSql(
  dialect: Dialect,
  { numbers, dates }: BaseColumns,
  anchor: Anchor | undefined,
  file: string,
): string {
  const has = (name: string): boolean => numbers.some((column) => column.name === name);
  const T = dialect.identifier("T");
  const infinity = dialect.double(Number.POSITIVE_INFINITY);
  // NaN is above infinity here, or below nothing, so that this bounds recency and T at both ends.
  const sound = [
    "customer_id <> ''",
    `frequency >= 0 AND frequency < ${infinity} AND frequency = floor(frequency)`,
    `recency >= 0 AND recency <= ${T} AND ${T} < ${infinity}`,
    "(frequency > 0 OR recency = 0)",
    ...(has("monetary_value") ? [valueRule(dialect, dates.length > 0)] : []),
    ...(has("litt") ? [littRule(dialect)] : []),
    // A holdout is none of a model's business; whoever wants it read takes the memory way.
    ...dates.map(({ name }) => `${name} IS NOT NULL`),
  ];
  const about = anchor ? datesSql(dialect, anchor) : ["0 AS times", "0 AS odd"];
  return (
    "SELECT count(*) AS customers, sum(frequency) AS repeat, count(*) FILTER (WHERE frequency > 0) AS repeaters, " +
    'count(*) FILTER (WHERE frequency > 0 AND recency = 0) AS "withoutTime", ' +
    `count(*) - count(*) FILTER (WHERE ${sound.join(" AND ")}) AS flaws, ${about.join(", ")} FROM ${file}`
  );
}

/** What dates say: the units that fit, the first date, and whether some are no whole days or hours. */
function datesSql(dialect: Dialect, { units, untilIn, tick }: Anchor): string[] {
  const T = dialect.identifier("T");
  const [first, last] = ["first_date", "last_date"].map((name) => (tick === 1 ? name : `${name} * ${tick}`));
  const all = (condition: string, name: string): string =>
    `CAST(bool_and(${condition}) AS ${dialect.types.integer}) AS ${dialect.identifier(name)}`;
  const fits = (unit: TimeUnit): string => {
    const ruler = dialect.double(UNIT_MILLISECONDS[unit]);
    const until = `abs(${first} + ${T} * ${ruler} - ${dialect.double(untilIn(unit))}) <= ${SLACK}`;
    return all(`${until} AND abs(${first} + recency * ${ruler} - ${last}) <= ${SLACK}`, `fits ${unit}`);
  };
  const odd = (length: number): string =>
    tick === DAY ? "0" : `count(*) FILTER (WHERE ${first} % ${length} <> 0 OR ${last} % ${length} <> 0)`;
  return [...units.map(fits), `min(first_date) AS "from"`, `${odd(DAY)} AS times`, `${odd(HOUR)} AS odd`];
}

/** As `contradictions` has it; a customer who has no time to repeat is left to the rule of those. */
function littRule(dialect: Dialect): string {
  const infinity = dialect.double(Number.POSITIVE_INFINITY);
  return (
    `CASE WHEN frequency > 0 AND recency > 0 THEN litt > -${infinity} AND ` +
    `litt <= frequency * (ln(recency / frequency) + ${dialect.double(1e-9)}) ELSE true END`
  );
}

/** Our own base, which has dates, keeps the mean 0 of purchases that cost nothing; other files mean "none" by it. */
function valueRule(dialect: Dialect, ours: boolean): string {
  const infinity = dialect.double(Number.POSITIVE_INFINITY);
  const none = `(monetary_value IS NULL OR monetary_value = 0 OR ${dialect.isNan("monetary_value")})`;
  return `CASE WHEN frequency = 0 THEN ${none} ELSE monetary_value ${ours ? ">=" : ">"} 0 AND monetary_value < ${infinity} END`;
}
