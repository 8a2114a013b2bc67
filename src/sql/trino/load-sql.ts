import type { LoadColumn } from "../session.ts";
import { TRINO } from "./dialect.ts";

const { identifier, literal, types } = TRINO;

/** Below a million characters, the default limit of a cluster for the length of a statement. */
const MOST_CHARACTERS = 800_000;
/** The rows of a sequence. Trino makes at most 10 000, so two sequences are crossed. */
const STRETCH = 1000;

/** A column and its type as SQL. */
export interface NamedColumn {
  readonly name: string;
  readonly values: LoadColumn;
}

/** The type of a column as SQL. */
export function loadType(values: LoadColumn): string {
  if (isText(values)) return types.text;
  return values instanceof Float64Array ? types.double : types.integer;
}

/** The number of rows in one statement. */
export function rowsAtOnce(columns: readonly NamedColumn[]): number {
  const length = columns[0]?.values.length ?? 0;
  // Four characters of base64 for three bytes.
  const perRow = columns.reduce((sum, { values }) => sum + (isText(values) ? meanText(values) : 8 * (4 / 3)), 0);
  return Math.max(1, Math.min(length, Math.floor(MOST_CHARACTERS / Math.max(1, perRow))));
}

/**
 * A query for a range of rows, without its end. The numbers of a column are one text: its doubles in base64, most
 * significant byte first, which the cluster unpacks. This is exact to the bit, and thirty times as fast as `VALUES`,
 * where the cluster plans each row. Text is JSON.
 */
export function loadSql(columns: readonly NamedColumn[], from: number, to: number): string {
  const count = to - from;
  const numbers = columns.filter(({ values }) => !isText(values));
  const bytes = Buffer.alloc(8 * count * numbers.length);
  numbers.forEach(({ values }, j) => {
    for (let k = 0; k < count; k++) bytes.writeDoubleBE(values[from + k] as number, 8 * (j * count + k));
  });
  const selected = columns.map((column) => {
    const { name, values } = column;
    if (isText(values)) return `element_at(${identifier(`${name}_texts`)}, k + 1) AS ${identifier(name)}`;
    const at = `from_ieee754_64(substr(bytes, (k + ${numbers.indexOf(column) * count}) * 8 + 1, 8))`;
    return `CAST(${at} AS ${loadType(values)}) AS ${identifier(name)}`;
  });
  const texts = columns.flatMap(({ name, values }) =>
    isText(values)
      ? `CAST(json_parse(${literal(JSON.stringify(values.slice(from, to)))}) AS ARRAY(${types.text})) AS ${identifier(`${name}_texts`)}`
      : [],
  );
  const packed = [`from_base64('${bytes.toString("base64")}') AS bytes`, ...texts];
  const stretches = Math.ceil(count / STRETCH) - 1;
  return (
    `SELECT ${selected.join(", ")} FROM (SELECT i * ${STRETCH} + j AS k, packed.* FROM (SELECT ${packed.join(", ")}) packed ` +
    `CROSS JOIN UNNEST(sequence(0, ${stretches})) AS u(i) CROSS JOIN UNNEST(sequence(0, ${STRETCH - 1})) AS v(j)) WHERE k < ${count}`
  );
}

function isText(values: LoadColumn): values is readonly string[] {
  return Array.isArray(values);
}

/** The characters of a text, estimated from some texts: twice the mean, because some are longer. */
function meanText(values: readonly string[]): number {
  const some = values.slice(0, 1000);
  return 2 * (JSON.stringify(some).length / Math.max(1, some.length));
}
