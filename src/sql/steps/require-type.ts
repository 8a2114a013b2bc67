import { ClvError } from "../../errors.ts";
import type { Source, SourceColumn } from "../source.ts";

/** The types that a part of a transaction or of a customer may have, and the type to cast other types to. */
const PARTS: Readonly<
  Record<"customer" | "date" | "value", { types: readonly SourceColumn["type"][]; expected: string; cast: string }>
> = {
  customer: {
    types: ["text", "integer", "decimal", "number", "date", "time", "instant"],
    expected: "ids as text or numbers",
    cast: "VARCHAR",
  },
  date: {
    types: ["text", "integer", "date", "time", "instant"],
    expected: "dates as DATE, TIMESTAMP or text",
    cast: "TIMESTAMP",
  },
  value: { types: ["text", "integer", "decimal", "number"], expected: "numbers", cast: "DOUBLE" },
};

/** Throws where the type of a column is not allowed for that part. The error has the name of the type. */
export function requireType(source: Source, name: string, part: keyof typeof PARTS): void {
  const { type, declared } = source.columns.find((column) => column.name === name)!;
  const { types, expected, cast } = PARTS[part];
  if (types.includes(type)) return;
  const column = `"${name.replaceAll('"', '""')}"`;
  throw new ClvError("data", {
    where: `${source.files[0]}, column ${name}`,
    expected,
    got: `the type ${declared ?? type}`,
    wayOut: source.isTable
      ? `Convert it in a query, for instance --query 'SELECT * REPLACE (CAST(${column} AS ${cast}) AS ${column}) FROM …'.`
      : `Write the file with CAST(${column} AS ${cast}), or name another column.`,
  });
}
