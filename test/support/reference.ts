import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One row of a reference table: its category, its line in the file, and its numbers by column. */
export interface ReferenceRow {
  readonly category: string;
  readonly line: number;
  readonly value: Readonly<Record<string, number>>;
}

/** The project's own fixture, e.g. `bg-nbd`. */
export function fixture(model: string): ReferenceRow[] {
  return readTable(fileURLToPath(new URL(`../fixtures/${model}.csv`, import.meta.url)));
}

/** The house's reference in `../shared`, or undefined where that folder is missing. */
export function sharedReference(model: string): ReferenceRow[] | undefined {
  const path = fileURLToPath(new URL(`../../../shared/reference/${model}.csv`, import.meta.url));
  return existsSync(path) ? readTable(path) : undefined;
}

function readTable(path: string): ReferenceRow[] {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  return lines.map((line, index) => {
    const [category, ...cells] = line.split(",");
    const numbers = cells.map((cell) => (cell === "inf" ? Number.POSITIVE_INFINITY : Number(cell)));
    const value = Object.fromEntries(numbers.map((number, k) => [columns[k + 1], number]));
    return { category, line: index + 2, value };
  });
}
