import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Histories, SpendHistories } from "../../src/model.ts";

/** CDNOW's sample to 1997-09-30 as figures, see `test/fixtures/cdnow.py`; times in units of so many days. */
export function cdnowFigures(days = 7): { histories: Histories; holdout: Float64Array; spend: SpendHistories } {
  const history = columnsOf("cdnow-histories");
  const spend = columnsOf("cdnow-spend");
  const [frequency, count] = [history["frequency"]!, history["customers"]!];
  const inUnit = (column: Float64Array): Float64Array => column.map((age) => age / days);
  return {
    histories: {
      length: count.length,
      frequency,
      recency: inUnit(history["recency"]!),
      T: inUnit(history["T"]!),
      count,
    },
    holdout: history["holdout"]!,
    spend: {
      length: spend["customers"]!.length,
      frequency: spend["frequency"]!,
      monetaryValue: spend["cents"]!.map((cents, k) => cents / 100 / spend["frequency"]![k]!),
      count: spend["customers"]!,
    },
  };
}

function columnsOf(name: string): Record<string, Float64Array> {
  const path = fileURLToPath(new URL(`../fixtures/${name}.csv`, import.meta.url));
  const [header, ...rows] = readFileSync(path, "utf8").trim().split("\n");
  const cells = rows.map((row) => row.split(",").map(Number));
  return Object.fromEntries(
    header!.split(",").map((column, k) => [column, Float64Array.from(cells, (row) => row[k]!)]),
  );
}
