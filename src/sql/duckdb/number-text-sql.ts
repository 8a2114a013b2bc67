/**
 * A double as the text that JavaScript gives it, in DuckDB's SQL: the shortest decimals that read back to the same
 * double. DuckDB finds the same digits but writes 12.0 for 12, 1e-05 for 0.00001 and 1e+16 for 10000000000000000. NULL
 * stays NULL. A number that is not finite becomes NULL, an empty field.
 */
export function numberTextSql(number: string): string {
  const text = `CAST(${number} AS VARCHAR)`;
  // The digits of 1.234e-05 without the point, and those of 1.234e+16 with the zeros that follow.
  const sign = `CASE WHEN ${number} < 0 THEN '-' ELSE '' END`;
  const digits = `replace(ltrim(split_part(${text}, 'e', 1), '-'), '.', '')`;
  const exponent = `CAST(split_part(${text}, 'e', 2) AS INTEGER)`;
  return (
    `CASE WHEN NOT isfinite(${number}) THEN NULL WHEN ${number} = trunc(${number}) AND abs(${number}) < 1e15 THEN CAST(CAST(${number} AS BIGINT) AS VARCHAR) ` +
    `WHEN NOT contains(${text}, 'e') THEN regexp_replace(${text}, '\\.0$', '') ` +
    `WHEN abs(${number}) >= 1e21 OR abs(${number}) < 1e-6 THEN regexp_replace(${text}, 'e([-+])0*', 'e\\1') ` +
    `WHEN abs(${number}) < 1 THEN ${sign} || '0.' || repeat('0', -${exponent} - 1) || ${digits} ` +
    `ELSE ${sign} || rpad(${digits}, ${exponent} + 1, '0') END`
  );
}
