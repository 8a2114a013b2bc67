import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import Table from "cli-table3";
import type { Machine } from "./machine.ts";
import type { Measured } from "./measure.ts";

/** What one run of the benchmark leaves behind. */
export interface Results {
  readonly machine: Machine;
  readonly suites: Record<string, readonly Measured[]>;
}

/** Milliseconds as people read them: three significant digits, seconds from one second on. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toPrecision(3)} s` : `${ms.toPrecision(3)} ms`;
}

/** A suite's measurements as a table for a terminal. */
export function table(measured: readonly Measured[]): string {
  const lines = new Table({
    head: ["case", "min", "median", "spread", "runs", "work"],
    style: { head: [], border: [] },
  });
  for (const row of measured) {
    const work = Object.entries(row.counters).map(([name, value]) => `${name} ${value.toLocaleString("en")}`);
    lines.push([row.name, duration(row.min), duration(row.median), duration(row.spread), row.runs, work.join(", ")]);
  }
  return lines.toString();
}

/** Writes results as JSON, making the folder. */
export function writeResults(path: string, results: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}
