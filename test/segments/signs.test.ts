import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/index.ts";
import { buildHistories } from "../../src/data/histories.ts";
import { summarize } from "../../src/data/summarize.ts";
import { adjustedForMany } from "../../src/math/benjamini-hochberg.ts";
import { bursts } from "../../src/segments/burst.ts";
import { silences } from "../../src/segments/silence.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");
/** The parameters of the reference. */
const THETA = { r: 0.24259452243, alpha: 4.41360201902, a: 0.792922017226, b: 2.42590677683 };

const near = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

describe.skipIf(sample === undefined)("the early signs of CDNOW at the end of September 1997", async () => {
  const log = await readLog(new TextDecoder().decode(sample));
  const baseAt = (split: string, until: string) => summarize(log, { unit: "week", split, until }).base;

  it("are silences as in the reference: 155 overdue, 2 beyond chance", () => {
    const base = baseAt("1997-10-01", "1998-06-30");
    const { histories, index } = buildHistories(base);
    const { p, isOverdue, rhythmOf } = silences(bgNbd, THETA, histories);
    const rows = figures("cdnow-silence");
    expect(rows).toHaveLength(946);
    for (const row of rows) {
      const h = index[base.customers.indexOf(row["customer_id"]!)]!;
      const { usual, overdueAfter, nextMedian } = rhythmOf(h);
      near(p[h]!, Number(row["silence_p"]));
      near(usual, Number(row["usual_gap_median"]));
      near(overdueAfter, Number(row["overdue_after_q90"]));
      expect(isOverdue(h)).toBe(row["overdue"] === "True");
      const median = row["median_weeks_to_next_purchase"]!;
      if (median === "inf") expect(nextMedian).toBeNaN();
      else near(nextMedian, Number(median));
    }
    const repeat = [...index].filter((h) => histories.frequency[h]! > 0);
    const adjusted = adjustedForMany(Float64Array.from(repeat, (h) => p[h]!));
    expect(adjusted.filter((q) => q <= 0.1)).toHaveLength(2);
  });

  it("are bursts as in the reference: 45 below 0.05, 1 beyond chance", () => {
    const base = baseAt("1997-07-02", "1997-09-30");
    const { histories, index } = buildHistories(base);
    const bought = base.holdout!.frequency;
    const p = bursts(bgNbd, THETA, histories, index, bought, base.holdout!.duration);
    for (const row of figures("cdnow-acceleration")) {
      const k = base.customers.indexOf(row["customer_id"]!);
      expect(bought[k]).toBe(Number(row["purchases_in_13_weeks"]));
      near(p[k]!, Number(row["p_up"]));
    }
    expect(p.filter((one) => one < 0.05)).toHaveLength(45);
    expect(adjustedForMany(p).filter((q) => q <= 0.1)).toHaveLength(1);
  });
});
