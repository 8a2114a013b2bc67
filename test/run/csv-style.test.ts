import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csvText } from "../../src/io/csv-text.ts";
import { isOwn } from "../../src/io/own-file.ts";
import { fit, kpi, type RunOptions, run, segments, summarize } from "../../src/node.ts";
import { clvHere, shippedLog, temporaryFolder } from "../support/clv.ts";

const lines = readFileSync(shippedLog, "utf8").split("\n").slice(0, 400);
const WEEKS = { unit: "week", until: "1998-06-30", model: "bg-nbd" } as const satisfies RunOptions;
const EUROPEAN = { outputDelimiter: "semicolon", outputDecimal: "comma" } as const;

/** A log with a channel that holds a semicolon, a comma, a quote and a blank at its end. */
function logIn(folder: string): string {
  const path = join(folder, "log.csv");
  const channels = ["a;b", "c,d", '"e""f"', '"g, "', "plain"];
  const rows = lines
    .slice(1)
    .map(
      (row, k) =>
        `${row},${/[,]/.test(channels[k % 5]!) ? `"${channels[k % 5]!.replaceAll('"', "")}"` : channels[k % 5]}`,
    );
  writeFileSync(path, [`${lines[0]},channel`, ...rows].join("\n"));
  return path;
}

/** The plain text of a table as it is in European style, by its fields. */
function european(plain: string): string {
  const rows = plain
    .trimEnd()
    .split("\n")
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].slice(0, -1).map(([, field]) => field!));
  const field = (text: string): string => {
    if (/^-?\d+\.\d+(e[+-]\d+)?$/.test(text)) return text.replace(".", ",");
    const inside = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
    return /[";\r\n]|^\s|\s$/.test(inside) ? `"${inside.replaceAll('"', '""')}"` : inside;
  };
  return `${rows
    .map((row, at) =>
      row
        .filter((_, k) => k < rows[0]!.length)
        .map(at === 0 ? String : field)
        .join(";"),
    )
    .join("\n")}\n`;
}

describe("European CSV", () => {
  it("has the fields of plain CSV, the same bytes from both engines, and is known as ours", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const asked = { ...WEEKS, keep: ["channel"], noReport: true } as const;
    await run(log, { ...asked, output: join(folder, "plain") });
    for (const engine of ["memory", "duckdb"] as const) {
      const output = join(folder, engine);
      for (const _ of ["made", "replaced"]) await run(log, { ...asked, ...EUROPEAN, engine, output });
      for (const name of ["base.csv", "scores.csv"]) {
        const text = readFileSync(join(output, name), "utf8");
        expect(text, name).toBe(european(readFileSync(join(folder, "plain", name), "utf8")));
        expect(await isOwn(join(output, name), "table")).toBe(true);
      }
    }
  });

  it("reads a base back, or names the flag", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    const output = join(folder, "base.csv");
    await summarize(log, { ...WEEKS, ...EUROPEAN, output });
    const { model } = await fit(log, WEEKS);
    for (const engine of ["memory", "duckdb"] as const) {
      const { model: again } = await fit(output, { unit: "week", engine, decimal: "comma" });
      expect(again.purchase.parameters).toEqual(model.purchase.parameters);
      expect(again.spend!.parameters).toEqual(model.spend!.parameters);
      await expect(fit(output, { unit: "week", engine })).rejects.toThrow("--decimal comma");
    }
  });

  it("is written by every command, and replaced by the next run", async () => {
    const folder = temporaryFolder();
    const log = logIn(folder);
    for (const _ of ["made", "replaced"]) {
      const { files } = await kpi(log, { ...EUROPEAN, output: join(folder, "kpi") });
      const cut = await segments(log, { ...EUROPEAN, output: join(folder, "segments") });
      const tables = [...Object.values(files), ...Object.values(cut.files)].filter((path) =>
        String(path).endsWith(".csv"),
      );
      expect(tables.length).toBeGreaterThan(3);
      for (const path of tables)
        expect(readFileSync(String(path), "utf8").split("\n", 1)[0]).toMatch(/^[a-z_]+;[a-z_;]+$/);
    }
    const drawn = join(folder, "drawn.csv");
    await clvHere([
      ...["simulate", "--model", "models/bg-nbd/fitted/cdnow.json", "--customers", "5", "--from", "2024-01-01"],
      ...["--until", "2024-06-30", "-o", drawn, "--output-decimal", "comma"],
    ]);
    expect(readFileSync(drawn, "utf8").split("\n", 2)[1]).toMatch(/^[^;]+;2024-\d\d-\d\d(;\d+,\d\d)?$/);
  });

  it("is a semicolon where only the comma is asked for, and never a comma for both", async () => {
    const log = logIn(temporaryFolder());
    await expect(summarize(log, { outputDelimiter: ",", outputDecimal: "comma" })).rejects.toThrow("decimal comma");
    await expect(summarize(log, { outputDelimiter: "blank" })).rejects.toThrow("one character");
    const style = { delimiter: "^", decimal: "point" } as const;
    expect([...csvText(["a", "b"], [["x^y", 0.5]]).in(style)].join("")).toBe('a^b\n"x^y"^0.5\n');
  });
});
