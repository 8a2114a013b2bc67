import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = "../fixtures/economics/";

/** Figures of the economics reference, kept as fixtures: a table by the names of its columns. */
export function figures(name: string): Record<string, string>[] {
  const [header, ...rows] = text(`${name}.csv`).trim().split("\n");
  const columns = header!.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((cell, k) => [columns[k], cell])));
}

/** The same of a JSON document. */
export function figuresJson<T>(name: string): T {
  return JSON.parse(text(`${name}.json`)) as T;
}

function text(file: string): string {
  return readFileSync(fileURLToPath(new URL(FOLDER + file, import.meta.url)), "utf8");
}
