import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOwn } from "../../src/io/own-file.ts";
import { plot } from "../../src/node.ts";
import { clvHere, shippedLog, temporaryFolder } from "../support/clv.ts";

const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 300).join("\n");
/** A model of other customers: no bootstrap delays the page. */
const MODEL = "models/bg-nbd/fitted/cdnow.json";
const WEEKS = { unit: "week", until: "1998-06-30", value: false, model: MODEL } as const;

function logIn(folder: string): string {
  const path = join(folder, "log.csv");
  writeFileSync(path, text);
  return path;
}

describe("clv plot", () => {
  it("draws a figure that needs nothing else, and gives its numbers unrounded, alike in both engines", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const [svg, csv] = [join(folder, "repeats.svg"), join(folder, "repeats.csv")];
    const { table, figures, title } = await plot(log, { ...WEEKS, figure: "repeats", output: svg, engine: "memory" });
    await plot(log, { ...WEEKS, figure: "repeats", output: csv });
    const drawn = readFileSync(svg, "utf8");
    expect(drawn).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<!-- clv \d+\.\d+\.\d+ -->\n<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/,
    );
    expect(drawn).toContain("--ink: #1c2128");
    expect(drawn).not.toContain("&nbsp;");
    expect(drawn).not.toMatch(/href="http|url\(|@import/);
    expect(drawn).toContain(title.slice(0, 20));
    const lines = readFileSync(csv, "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe(["figure", ...table!.head].join(","));
    expect(lines.length - 1).toBe(table!.rows.length);
    expect(lines[1]!.split(",").slice(1)).toEqual(table!.rows[0]!.map(String));
    expect(figures).toContain("surface-purchases");
    // Both may be written again.
    expect([await isOwn(svg, "figure"), await isOwn(csv, "figure")]).toEqual([true, true]);
  });

  it("tells the purchases of a customer and P(alive) over time", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const id = "0004";
    const days = text.split("\n").flatMap((line) => (line.startsWith(`${id},`) ? [line.split(",")[1]!] : []));
    const { purchases, table } = await plot(log, { ...WEEKS, history: id });
    expect(purchases!.map((day) => day.slice(0, 10))).toEqual([...new Set(days)].sort());
    expect(table!.rows.at(0)![0]).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const [, alive] of table!.rows) expect((alive as number) >= 0 && (alive as number) <= 1).toBe(true);
    const flags = ["--unit", "week", "--until", "1998-06-30", "--value", "none", "--model", MODEL, "--history", id];
    const { stdout } = await clvHere(["plot", log, ...flags]);
    expect(stdout).toContain(`Purchases: ${days[0]}`);
    expect(stdout).toContain("P(alive)");
  });

  it("lists the figures where the name is none, and names what is missing", async () => {
    const log = logIn(temporaryFolder());
    await expect(plot(log, { ...WEEKS, figure: "tracking" })).rejects.toThrow(
      /one of .*repeats.*got "tracking".*need --split/,
    );
    await expect(plot(log, WEEKS)).rejects.toThrow("--figure repeats");
  });
});
