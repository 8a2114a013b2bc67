import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CompareOptions, compare } from "../../src/node.ts";
import { seeded } from "../../src/random/seeded.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";
import { sharedData } from "../support/log.ts";
import { figuresJson } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");

/** A log with a column that names a half of the customers. */
function withHalf(text: string, half: (id: string) => string, rename = (id: string): string => id): string {
  const path = join(temporaryFolder(), "log.csv");
  const [header, ...rows] = text.trim().split(/\r?\n/);
  const lines = rows.map((row) => {
    const [id, ...rest] = row.split(",");
    return [rename(id!), ...rest, half(id!)].join(",");
  });
  writeFileSync(path, [`${header},half`, ...lines].join("\n"));
  return path;
}
const evenOdd = (id: string): string => (Number(id) % 2 === 0 ? "even" : "odd");
const FIRST = {
  group: "half",
  since: "first",
  window: "180d",
  control: "odd",
  unit: "week",
  until: "1997-09-30",
} as const;

describe("a comparison of two halves", () => {
  it.skipIf(sample === undefined)("has the models of the reference", async () => {
    interface Test {
      statistic: number;
      df: number;
      p: number;
    }
    type Arm = { value_per_new_customer_1y: number };
    const reference = figuresJson<{ lr_purchase: Test; lr_spend: Test; model: Record<"A" | "B", Arm> }>(
      "cdnow-compare-even-odd",
    );
    const path = withHalf(new TextDecoder().decode(sample), evenOdd);
    const { comparisons, groups, sampleRatio } = await compare(path, { ...FIRST, margin: 0.3, discountRate: 0.1 });
    expect(groups).toStrictEqual([
      { group: "even", customers: 1178 },
      { group: "odd", customers: 1179 },
    ]);
    expect(sampleRatio.p).toBeGreaterThan(0.9);
    const { value, likelihoodRatio } = comparisons[0]!.newcomers!;
    for (const [got, { statistic, df, p }] of [
      [likelihoodRatio.purchase!, reference.lr_purchase],
      [likelihoodRatio.spend!, reference.lr_spend],
    ] as const) {
      // A difference of likelihoods of some thousands.
      expect(Math.abs(got.statistic - statistic)).toBeLessThan(1e-5);
      expect(got.freedom).toBe(df);
      expect(Math.abs(got.p - p)).toBeLessThan(1e-5);
    }
    expect(Math.abs(value[0] / reference.model.A.value_per_new_customer_1y - 1)).toBeLessThan(1e-5);
    expect(Math.abs(value[1] / reference.model.B.value_per_new_customer_1y - 1)).toBeLessThan(1e-5);
  });

  it("does not change with the engine, the threads, the order of rows or the names of customers", async () => {
    const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 600).join("\n");
    const random = seeded(5);
    const [header, ...rows] = text.trim().split("\n");
    const shuffled = rows.map((row) => ({ row, at: random.uniform() })).sort((a, b) => a.at - b.at);
    const other = [header, ...shuffled.map(({ row }) => row)].join("\n");
    const reversed = (id: string): string => `x${id.split("").reverse().join("")}`;
    for (const how of [FIRST, { group: "half", since: "1997-10-01" }] as const) {
      const asked: CompareOptions = { ...how, margin: 0.3 };
      const bytes = async (path: string, machine: Partial<CompareOptions>): Promise<string> => {
        const output = join(temporaryFolder(), "compare.json");
        await compare(path, { ...asked, ...machine, output });
        return readFileSync(output, "utf8");
      };
      const expected = await bytes(withHalf(text, evenOdd), { engine: "memory" });
      expect(await bytes(withHalf(other, evenOdd, reversed), { engine: "duckdb", threads: 2 })).toBe(expected);
    }
  });

  it("finds a difference that is there, warns of sizes that were not meant, and leaves customers without a group out", async () => {
    const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 3000).join("\n");
    const [header, ...rows] = text.trim().split("\n");
    const doubled = rows.map((row) => {
      const [id, date, amount] = row.split(",");
      return [id, date, Number(id) % 3 === 0 ? (Number(amount) * 2).toFixed(2) : amount].join(",");
    });
    const thirds = (id: string): string => (Number(id) % 3 === 0 ? "more" : Number(id) % 50 === 1 ? "" : "less");
    const path = withHalf([header, ...doubled].join("\n"), thirds);
    const { comparisons, notices } = await compare(path, { ...FIRST, control: "less" });
    const { value, orders } = comparisons[0]!.outcomes;
    expect(value!.permutationP).toBeLessThan(0.01);
    expect(value!.ratio!.low).toBeGreaterThan(1.2);
    expect(orders!.permutationP).toBeGreaterThan(0.05);
    const names = notices.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["sample-ratio", "without-group", "difference"]));
    const meant = await compare(path, { ...FIRST, control: "less", ratio: "2:1" });
    expect(meant.notices.map(({ name }) => name)).not.toContain("sample-ratio");
  });

  it("refuses what cannot be compared, and says what can", async () => {
    const path = withHalf(readFileSync(shippedLog, "utf8").split("\n").slice(0, 300).join("\n"), evenOdd);
    await expect(compare(path, { group: "half", since: "first" })).rejects.toThrow(/--window 180d/);
    await expect(compare(path, { ...FIRST, window: "1m" })).rejects.toThrow(/Say 30d/);
    await expect(compare(path, { ...FIRST, control: "neither" })).rejects.toThrow(/one of even, odd/);
    await expect(compare(path, { ...FIRST, ratio: "1:2:3" })).rejects.toThrow(/2 numbers/);
    await expect(compare(path, { group: "half", since: "1998-06-01", window: "90d" })).rejects.toThrow(
      /days that end by/,
    );
    await expect(compare(path, { ...FIRST, group: "amount" })).rejects.toThrow(/2 to 20 groups/);
    // The flags that the user gave are named, not those of other commands.
    for (const engine of ["memory", "duckdb"] as const) {
      const refused = (asked: Partial<CompareOptions>) =>
        expect(compare(path, { group: "half", since: "first", engine, ...asked })).rejects;
      await refused({ since: "1998-06" }).toThrow(/^--since: expected a date such as/);
      await refused({ since: "1999-10-01" }).toThrow(/^--since: expected a date up to the last one observed/);
      await refused({ since: "1996-10-01" }).toThrow(/^--since: expected a day after the first purchase/);
      await refused({ window: "900d" }).toThrow(/^--window: .* got "900 days, which it covers for none"/);
    }
  });

  it("compares no group of a handful of customers, and names it", async () => {
    const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 800).join("\n");
    const some = (id: string): string => (Number(id) % 100 === 0 ? "few" : Number(id) % 2 === 0 ? "even" : "odd");
    const path = withHalf(text, some);
    const asked = { group: "half", since: "1997-10-01", engine: "memory" } as const;
    const { comparisons, groups, notices } = await compare(path, asked);
    const { customers } = groups.find(({ group }) => group === "few")!;
    expect(customers).toBeLessThan(10);
    expect(comparisons.map(({ group }) => group)).toStrictEqual(["odd"]);
    expect(notices.find(({ name }) => name === "too-few-customers")?.message).toMatch(/not compared: few\.$/);
    // The assignment is no split of the user's.
    expect(notices.map(({ message, advice }) => `${message} ${advice}`).join(" ")).not.toMatch(/--split/);
    await expect(compare(path, { ...asked, control: "few" })).rejects.toThrow(/Name another control: --control even/);
  });
});
