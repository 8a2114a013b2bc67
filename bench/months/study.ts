/**
 * Do the ranges of the filled cohort triangle hold? Customers are drawn from the published estimates of CDNOW, join over
 * six months and are observed for eighteen. `clv kpi --ahead 3 --interval 0.9` gives ranges for each cohort: of its
 * purchases and their value, by the end of each of the next three months. They are compared with the actual numbers.
 *
 *     study [--worlds 200] [--customers 600] [--level 0.9]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { ForecastCell } from "../../src/months/forecast-cohorts.ts";
import { fit, kpi } from "../../src/node.ts";
import { simulateTransactions } from "../../src/predict/simulate-log.ts";
import { seeded } from "../../src/random/seeded.ts";

const { values: flags } = parseArgs({
  options: {
    worlds: { type: "string", default: "200" },
    customers: { type: "string", default: "600" },
    level: { type: "string", default: "0.9" },
  },
});
const [WORLDS, customers, level] = [Number(flags.worlds), Number(flags.customers), Number(flags.level)];
const AHEAD = 3;
const UNTIL = "1998-06-30";
const DATES = { from: "1997-01-01", joinUntil: "1997-06-30", until: "1998-09-30" };
const TRUTH = {
  purchase: { model: bgNbd, parameters: { r: 0.2425945, alpha: 4.413601, a: 0.7929199, b: 2.4259 } },
  spend: { model: gammaGamma, parameters: { p: 6.249572, q: 3.744225, v: 15.44352 } },
  unit: "week",
} as const;
const KINDS = {
  purchases: ["cumulativeOrdersLow", "cumulativeOrdersHigh"],
  value: ["cumulativeRevenueLow", "cumulativeRevenueHigh"],
} as const satisfies Record<string, readonly (keyof ForecastCell)[]>;

/** The ranges of a world that hold, and those of which the actual number is below and above. */
interface Held {
  readonly held: number;
  readonly below: number;
  readonly above: number;
  readonly cells: number;
}

const folder = mkdtempSync(join(tmpdir(), "clv-months-"));
const path = join(folder, "log.csv");
const found = new Map<string, Held[]>();
const add = (name: string, of: Held): void => void found.set(name, [...(found.get(name) ?? []), of]);
for (let world = 0; world < WORLDS; world++) {
  const lines = ["customer,date,amount"];
  for (const { customer, date, value } of simulateTransactions(TRUTH, seeded(41, world), { customers, ...DATES }))
    lines.push(`${customer},${new Date(date as number).toISOString().slice(0, 10)},${value}`);
  writeFileSync(path, lines.join("\n"));
  const reading = { until: UNTIL, engine: "memory", threads: 1 } as const;
  const { model } = await fit(path, { unit: "week", ...reading });
  const { forecast } = await kpi(path, { model, ahead: AHEAD, interval: level, seed: world, ...reading });
  const { cohorts } = await kpi(path, { until: DATES.until, engine: "memory" });
  for (const [kind, [low, high]] of Object.entries(KINDS)) {
    const all: Held[] = Array.from({ length: AHEAD }, (_, k) => {
      let [held, below, above] = [0, 0, 0];
      forecast.forEach((row, c) => {
        const cell = row[k]!;
        const cells = cohorts.cells[c]!;
        const came = kind === "value" ? cells[cell.at]!.cumulativeRevenue! : cells[cell.at]!.cumulativeOrders!;
        // Sums of the same numbers in another order differ in the last digits.
        const close = 1e-9 * came;
        below += Number(came < (cell[low] as number) - close);
        above += Number(came > (cell[high] as number) + close);
        held += Number(came >= (cell[low] as number) - close && came <= (cell[high] as number) + close);
      });
      return { held, below, above, cells: forecast.length };
    });
    all.forEach((of, k) => void add(`${kind} | ${k + 1}`, of));
    add(`${kind} | all`, {
      held: sum(all, "held"),
      below: sum(all, "below"),
      above: sum(all, "above"),
      cells: sum(all, "cells"),
    });
  }
  if ((world + 1) % 20 === 0) console.error(`${world + 1} worlds`);
}
rmSync(folder, { recursive: true });

console.log(
  "| of | months ahead | ranges | with the actual number | actual below | actual above |\n|---|---|---|---|---|---|",
);
for (const [name, worlds] of found) {
  const ranges = sum(worlds, "cells");
  const share = (of: keyof Held): string => `${((100 * sum(worlds, of)) / ranges).toFixed(1)} %`;
  console.log(
    `| ${name} | ${ranges} | ${share("held")} ± ${(100 * errorOf(worlds)).toFixed(1)} | ${share("below")} | ${share("above")} |`,
  );
}

function sum(of: readonly Held[], what: keyof Held): number {
  return of.reduce((total, one) => total + one[what], 0);
}

/** Standard error of a coverage: the cells of a world depend on each other, so worlds are the sample. */
function errorOf(worlds: readonly Held[]): number {
  const shares = worlds.map(({ held, cells }) => held / cells);
  const mean = shares.reduce((total, one) => total + one, 0) / shares.length;
  const squares = shares.reduce((total, one) => total + (one - mean) ** 2, 0);
  return Math.sqrt(squares / (shares.length - 1) / shares.length);
}
