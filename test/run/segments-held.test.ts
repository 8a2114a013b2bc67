import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { segments, validate } from "../../src/node.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";

const folder = temporaryFolder();
const log = join(folder, "log.csv");
const [header, ...rows] = fewCustomers(70).trimEnd().split("\n");
writeFileSync(log, [header, ...rows].join("\n"));
const asked = { unit: "week", until: "1998-06-30", segments: "recency" } as const;

describe("validate --segments", () => {
  it("holds the forecast of each segment against the holdout, alike in both engines, with joint intervals", async () => {
    const { moves, scheme } = await segments(log, { unit: "week", until: "1997-09-30", scheme: "recency" });
    const now = new Map(
      scheme.segments.map(({ name }, k) => [name, moves.snapshots.at(k - scheme.segments.length)!] as const),
    );
    const found = [];
    for (const engine of ["memory", "duckdb"] as const) {
      const { splits } = await validate(log, { ...asked, engine, split: "1997-10-01" });
      const [{ segments: held, purchases, value, customers }] = splits as [(typeof splits)[0]];
      found.push(held);
      const [all, ...each] = held!.totals;
      expect(held!.at).toBe("1997-09");
      expect(all!.customers).toBe(customers);
      for (const one of each) expect(one.customers).toBe(now.get(one.segment));
      for (const unit of ["purchases", "value"] as const) {
        const total = (unit === "purchases" ? purchases : value!).total;
        // The sums run in another order.
        expect(Math.abs(all![unit]!.actual / total.actual - 1)).toBeLessThan(1e-12);
        expect(Math.abs(all![unit]!.expected / total.expected - 1)).toBeLessThan(1e-12);
        expect([all![unit]!.low, all![unit]!.high]).toEqual([total.outcome.low, total.outcome.high]);
        const sum = (of: "expected" | "actual") => each.reduce((added, one) => added + one[unit]![of], 0);
        expect(Math.abs(sum("expected") / total.expected - 1)).toBeLessThan(1e-12);
        expect(Math.abs(sum("actual") / total.actual - 1)).toBeLessThan(1e-12);
      }
    }
    expect(found[1]).toEqual(found[0]);
  });

  it("cuts customers by what was known before a split within a period, and says that the period was not over", async () => {
    const split = "1997-08-14";
    const { splits, notices } = await validate(log, { ...asked, split });
    const before = rows.filter((row) => row.split(",")[1]! < split);
    const known = join(folder, "before.csv");
    writeFileSync(known, [header, ...before].join("\n"));
    const { run } = await import("../../src/node.ts");
    const { segments: then } = await run(known, { ...asked, until: "1997-08-13", noReport: true, model: "bg-nbd" });
    const sizes = (totals: readonly { segment: string; customers: number }[]) =>
      totals.map(({ segment, customers }) => [segment, customers]);
    expect(sizes(splits[0]!.segments!.totals)).toEqual(sizes(then!.totals));
    expect(notices.find(({ name }) => name === "part-of-a-period")!.message).toContain("within 1997-08");
  });
});
