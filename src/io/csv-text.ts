/** The type of a field; undefined and numbers that are not finite are written as an empty field. */
export type Field = string | number | undefined;

/** A column of a table: its name in the header, and its field in each row. */
export interface Column {
  readonly name: string;
  field(row: number): Field;
}

/**
 * A header and rows as CSV text (RFC 4180, lines ended by LF), line by line.
 *
 * Numbers are the shortest decimals that give the same double when they are read. Text is written unchanged: an id such as `=SUM(A1)`
 * stays, because a changed id would be that of another customer.
 */
export function* csvText(header: readonly string[], rows: Iterable<readonly Field[]>): Generator<string> {
  yield `${csvLine(header)}\n`;
  for (const row of rows) yield `${csvLine(row)}\n`;
}

/** Columns of one length as CSV text, without the absent ones. */
export function csvTable(length: number, columns: readonly (Column | false | undefined)[]): Generator<string> {
  const present = columns.filter((column) => typeof column === "object");
  function* rows(): Generator<Field[]> {
    for (let row = 0; row < length; row++) yield present.map((column) => column.field(row));
  }
  return csvText(
    present.map((column) => column.name),
    rows(),
  );
}

/** Fields as one line of CSV, without the line feed. */
export function csvLine(fields: readonly Field[]): string {
  return fields.map(csvField).join(",");
}

function csvField(field: Field): string {
  if (typeof field === "number") return Number.isFinite(field) ? String(field) : "";
  if (field === undefined) return "";
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
