/** The type of a field; undefined and numbers that are not finite are written as an empty field. */
export type Field = string | number | Digits | undefined;

/** A number given as its digits, such as 12.50, because a double does not keep them. */
export interface Digits {
  readonly digits: string;
}

/** The name of a column in the header of a table. */
export interface Heading {
  readonly name: string;
  /**
   * Whether the column is the user's. Its name is then written in quotes, so that `clv` recognises its own file later.
   */
  readonly kept?: true;
}

/** A column of a table: its name in the header, and its field in each row. */
export interface Column extends Heading {
  field(row: number): Field;
}

/**
 * A header and rows as CSV text (RFC 4180, lines ended by LF), line by line.
 *
 * Numbers are the shortest decimals that give the same double when they are read. Text is written unchanged: an id such as `=SUM(A1)`
 * stays, because a changed id would be that of another customer.
 */
export function csvText(header: readonly string[], rows: Iterable<readonly Field[]>): CsvText {
  return new CsvText(
    header.map((name) => ({ name })),
    rows,
  );
}

/** The style of CSV: the delimiter, one character, and the decimal mark of numbers. */
export interface CsvStyle {
  readonly delimiter: string;
  readonly decimal: "point" | "comma";
}

/** The default style. */
export const PLAIN: CsvStyle = { delimiter: ",", decimal: "point" };

/** A table as text, line by line: in the plain style, or in another. */
export class CsvText implements Iterable<string> {
  readonly #header: readonly Heading[];
  readonly #rows: Iterable<readonly Field[]>;

  constructor(header: readonly Heading[], rows: Iterable<readonly Field[]>) {
    this.#header = header;
    this.#rows = rows;
  }

  [Symbol.iterator](): Generator<string> {
    return this.in(PLAIN);
  }

  *in(style: CsvStyle): Generator<string> {
    yield `${csvHeader(this.#header, style)}\n`;
    for (const row of this.#rows) yield `${csvLine(row, style)}\n`;
  }
}

/** Columns of one length as CSV text; absent columns are left out. */
export function csvTable(length: number, columns: readonly (Column | false | undefined)[]): CsvText {
  const present = columns.filter((column) => typeof column === "object");
  function* rows(): Generator<Field[]> {
    for (let row = 0; row < length; row++) yield present.map((column) => column.field(row));
  }
  return new CsvText(present, rows());
}

/** The first line of a table, without the line feed. */
export function csvHeader(columns: readonly Heading[], style: CsvStyle = PLAIN): string {
  const names = columns.map(({ name, kept }) => (kept ? quoted(name) : csvField(name, style)));
  return names.join(style.delimiter);
}

/** Fields as one line of CSV, without the line feed. */
export function csvLine(fields: readonly Field[], style: CsvStyle = PLAIN): string {
  return fields.map((field) => csvField(field, style)).join(style.delimiter);
}

function csvField(field: Field, { delimiter, decimal }: CsvStyle): string {
  if (typeof field === "number") {
    if (!Number.isFinite(field)) return "";
    return decimal === "comma" ? String(field).replace(".", ",") : String(field);
  }
  if (field === undefined) return "";
  if (typeof field === "object") return decimal === "comma" ? field.digits.replace(".", ",") : field.digits;
  return /["\r\n]|^\s|\s$/.test(field) || field.includes(delimiter) ? quoted(field) : field;
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
