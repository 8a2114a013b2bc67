import { HIGH, SERIES, STEPS } from "../../data/litt.ts";
import type { Dialect } from "../dialect.ts";

/**
 * A query with a column `steps` beside those of another, which has `gap`, a time in whole ticks or NULL: `stepsOfGap` operation for
 * operation. A value that is needed several times becomes a column of a subquery, under a name that `grainsSql` does not use.
 */
export function withSteps(dialect: Dialect, query: string, logUnit: number): string {
  const { double, types, powerOfTwo } = dialect;
  const half = double(0.5);
  const n = `CAST(gap AS ${types.double})`;
  const exponents = `SELECT *, floor(log2(${n})) AS power FROM (${query})`;
  const quotient = `${n} / ${powerOfTwo("power")}`;
  const parts = `SELECT *, ${quotient} AS quotient FROM (${exponents})`;
  const up = `quotient >= ${double(1.5)}`;
  const pick = (high: string, low: string): string => `CASE WHEN ${up} THEN ${high} ELSE ${low} END`;
  const mantissas = `SELECT *, ${pick(`power + ${double(1)}`, "power")} AS e, ${pick(`quotient / ${double(2)}`, "quotient")} AS m FROM (${parts})`;
  const quotients = `SELECT *, (m - ${double(1)}) / (m + ${double(1)}) AS s FROM (${mantissas})`;
  const squares = `SELECT *, s * s AS square FROM (${quotients})`;
  const series = SERIES.reduce((sum, term) => `(${sum} * square + ${double(term)})`, double(0));
  const log = `e * ${double(Math.LN2)} + ${double(2)} * s * ${series} - ${double(logUnit)}`;
  return `SELECT *, floor((${log}) * ${double(STEPS)} + ${half}) AS steps FROM (${squares})`;
}

/** The sum of a column of steps as a logarithm, 0 of none: `StepSums` in SQL. */
export function logarithmSql({ double }: Dialect, steps: string): string {
  const high = `floor(${steps} / ${double(HIGH)})`;
  const sums = `sum(${high}) * ${double(HIGH)} + sum(${steps} - ${high} * ${double(HIGH)})`;
  return `coalesce((${sums}) / ${double(STEPS)}, ${double(0)})`;
}

/** `stepsOf` in SQL. */
export function stepsSql({ double }: Dialect, litt: string): string {
  return `floor(${litt} * ${double(STEPS)} + ${double(0.5)})`;
}
