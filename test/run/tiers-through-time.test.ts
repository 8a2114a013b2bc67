import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { segments } from "../../src/node.ts";
import { BLOCKS } from "../../src/segments/state.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";
import { sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");
const [header, ...rows] = fewCustomers(100).trimEnd().split("\n");

function logOf(lines: readonly string[]): string {
  const path = join(temporaryFolder(), "log.csv");
  writeFileSync(path, lines.join("\n"));
  return path;
}

describe("--scheme tiers", () => {
  it("moves customers between tiers, alike in both engines and with any ids", async () => {
    const asked = { scheme: "tiers", unit: "week", period: "quarter", until: "1998-06-30" } as const;
    const { moves, labels, rates, scheme } = await segments(logOf([header!, ...rows]), { ...asked, engine: "memory" });
    const renamed = rows.map((row) => `${[...row.split(",")[0]!].reverse().join("")}x${row.slice(row.indexOf(","))}`);
    const other = await segments(logOf([header!, ...renamed.reverse()]), { ...asked, engine: "duckdb" });
    expect([other.moves, other.rates]).toEqual([moves, rates]);
    expect(labels.at(-1)).toBe("1998-Q2");
    const size = scheme.segments.length;
    const arrived = moves.entries.slice();
    moves.counts.forEach((n, k) => {
      arrived[size * (1 + Math.floor(k / size ** 2)) + (k % size)]! += n;
    });
    expect(arrived).toStrictEqual(moves.snapshots);
    expect(moves.byBlock).toHaveLength(BLOCKS * size * size);
    const sum = (column: Float64Array) => column.reduce((all, n) => all + n, 0);
    expect(sum(moves.byBlock)).toBe(sum(moves.counts));
    expect(moves.snapshots.slice(-size).reduce((all, n) => all + n, 0)).toBe(100);
  });

  it.skipIf(sample === undefined)("have the sizes of the reference, ties and all", async () => {
    const path = logOf([new TextDecoder().decode(sample)]);
    const asked = {
      scheme: "tiers",
      unit: "week",
      period: "quarter",
      from: "1997-01-01",
      until: "1997-09-30",
    } as const;
    const { moves, labels } = await segments(path, asked);
    const sizes = figures("cdnow-tiers-by-rank").map((row) => Number(row["customers"]));
    expect(labels.at(-1)).toBe("1997-Q3");
    expect(Array.from(moves.snapshots.slice(-sizes.length))).toEqual(sizes);
  });

  it("takes no rules, and needs a model", async () => {
    const path = logOf([header!, ...rows]);
    await expect(segments(path, { scheme: "tiers", ahead: 1 })).rejects.toThrow("by-model.csv");
    await expect(segments(path, { scheme: "tiers", model: "auto" })).rejects.toThrow("one model");
    const once = rows.filter((row, k) => rows.findIndex((other) => other.split(",")[0] === row.split(",")[0]) === k);
    await expect(segments(logOf([header!, ...once]), { scheme: "tiers" })).rejects.toThrow("--scheme recency");
  });
});
