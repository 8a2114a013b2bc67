import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOwn } from "../../src/io/own-file.ts";
import { type SegmentsOptions, segments } from "../../src/node.ts";
import { seeded } from "../../src/random/seeded.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";

const [header, ...rows] = fewCustomers(150).trimEnd().split("\n");
const FILES = ["snapshots", "moves", "rates", "flows", "next", "values", "totals", "by-model", "signs"].map(
  (name) => `${name}.csv`,
);

/** The files of the segments of a log with these rows, by name. */
async function filesOf(lines: readonly string[], options: SegmentsOptions): Promise<Record<string, string>> {
  const folder = temporaryFolder();
  const path = join(folder, "log.csv");
  writeFileSync(path, [header, ...lines].join("\n"));
  const output = join(folder, "segments");
  await segments(path, { unit: "week", ...options, output });
  const texts = [...FILES, "segments.json"].map((name) => [name, readFileSync(join(output, name), "utf8")] as const);
  return Object.fromEntries(texts.map(([name, text]) => [name, text.replaceAll(folder, "")]));
}

const shuffled = (): string[] => {
  const random = seeded(3);
  return rows
    .map((row) => ({ row, at: random.uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
};
const reversed = (id: string): string => `x${[...id].reverse().join("")}`;
const renamed = (lines: readonly string[]): string[] =>
  lines.map((line) => `${reversed(line.split(",", 1)[0]!)}${line.slice(line.indexOf(","))}`);

describe("the files of the segments", () => {
  it("do not change with the engine, the threads, the order of rows or the names of customers", async () => {
    const asked = { ahead: 1, scheme: "micro" } as const;
    const expected = await filesOf(rows, { ...asked, engine: "memory" });
    const other = await filesOf(renamed(shuffled()), { ...asked, engine: "duckdb", threads: 2 });
    for (const name of [
      "snapshots.csv",
      "moves.csv",
      "rates.csv",
      "flows.csv",
      "values.csv",
      "totals.csv",
      "by-model.csv",
    ])
      expect(other[name]).toBe(expected[name]);
    for (const name of ["next.csv", "signs.csv"]) {
      const [head, ...lines] = expected[name]!.trimEnd().split("\n");
      expect(other[name]!.trimEnd().split("\n").sort()).toEqual([head, ...renamed(lines)].sort());
    }
  });

  it("expect a whole customer for each of theirs, and show no id with --anonymous", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "log.csv");
    writeFileSync(path, [header, ...rows].join("\n"));
    const output = join(folder, "segments");
    const asked = { ahead: 2, scheme: "recency", anonymous: true, unit: "week", output } as const;
    const { lookAhead, moves, scheme } = await segments(path, asked);
    const { tested, coming, values, totals, twoMoments, signs } = lookAhead!;
    // Each list of signs has customers, those of one step earlier too.
    for (const { customers, earlier } of signs.kinds)
      expect(Math.min(customers, earlier!.customers)).toBeGreaterThan(0);
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
    expect(sum(tested.flows.map(({ customers }) => customers))).toBe(tested.customers);
    expect(sum(tested.flows.map(({ expected }) => expected))).toBeCloseTo(tested.customers, 6);
    expect(sum(values.segments.map(({ customers }) => customers))).toBe(tested.customers);
    expect(sum(values.segments.map(({ orders }) => orders.actual))).toBe(values.totals.orders.actual);
    for (const { moves: cut } of twoMoments.schemes)
      expect(sum(cut.map(({ customers }) => customers))).toBe(tested.customers);
    const [all, ...each] = totals;
    expect(sum(each.map(({ customers }) => customers))).toBe(all!.customers);
    const size = scheme.segments.length;
    const now = moves.snapshots.slice(-size);
    expect(sum(coming.flows.map(({ expected }) => expected))).toBeCloseTo(sum([...now]), 6);
    for (const name of FILES) {
      expect(readFileSync(join(output, name), "utf8")).not.toMatch(/customer_id/);
      expect(await isOwn(join(output, name), "segments")).toBe(true);
    }
  });

  it("need two complete periods before those ahead, and one model", async () => {
    await expect(filesOf(rows, { ahead: 30 })).rejects.toThrow("complete months");
    await expect(filesOf(rows, { ahead: 1, model: "auto" })).rejects.toThrow("one model");
  });
});
