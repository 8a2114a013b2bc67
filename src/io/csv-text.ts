/** A table to be written: its columns, and a row's fields by its number. */
export interface Table {
  readonly length: number;
  readonly columns: readonly Column[];
}

/** One column: its name in the header, and its value in each row; NaN and undefined are written as an empty field. */
export interface Column {
  readonly name: string;
  value(row: number): string | number | undefined;
}

/**
 * A table as CSV text (RFC 4180, lines ended by LF), line by line.
 *
 * Numbers are the shortest decimals that read back to the same double. Text is written as it is: an id such as
 * `=SUM(A1)` stays that id, because changing it would make it another customer's.
 */
export function* csvText(table: Table): Generator<string> {
  yield csvLine(table.columns.map((column) => column.name));
  for (let row = 0; row < table.length; row++) yield csvLine(table.columns.map((column) => column.value(row)));
}

function csvLine(fields: readonly (string | number | undefined)[]): string {
  return `${fields.map(csvField).join(",")}\n`;
}

function csvField(field: string | number | undefined): string {
  if (field === undefined || Number.isNaN(field)) return "";
  if (typeof field === "number") return String(field);
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
