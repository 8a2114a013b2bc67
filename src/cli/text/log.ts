import { count, money } from "../../number-words.ts";
import type { Engine } from "../../run/choose-engine.ts";
import type { LogReading } from "../../run/customers.ts";
import { rowPlaces } from "../../run/log-reading.ts";
import { list, section } from "./format.ts";

/** The text on how every row of a log was used. */
export function reportLog(name: string, engine: Engine, reading: LogReading): string {
  const places = rowPlaces(reading);
  const cells = places.map(({ rows, value }) => [count(rows), value === undefined ? "" : money(value)] as const);
  const [rowsWidth, valueWidth] = [0, 1].map((column) => Math.max(...cells.map((cell) => cell[column]!.length)));
  const lines = places.map(({ what }, k): [string, string] => {
    const [rows, value] = cells[k]!;
    return [what, `${rows.padStart(rowsWidth!)}${value && `  worth ${value.padStart(valueWidth!)}`}`];
  });
  return section(`Log: ${name}, ${HOW[engine]}`, list(lines));
}

const HOW: Readonly<Record<Engine, string>> = {
  memory: "read in memory",
  duckdb: "read by DuckDB",
  trino: "read by Trino",
};
