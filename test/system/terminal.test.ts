import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { ended, main, type Ran, shippedModel, temporaryFolder } from "../support/clv.ts";

/** `script` of util-linux gives a command a terminal of its own; what that is sent comes out on standard output. */
const hasScript = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;
const COLUMNS = 70;
const folder = temporaryFolder();

/** Writes rows to a file of the folder: by DuckDB, because so many take this process seconds. */
async function written(name: string, rows: string): Promise<void> {
  const session = await openSession();
  await session.run(`COPY (${rows}) TO '${join(folder, name)}' (FORMAT csv)`);
  await session.close();
}

beforeAll(async () => {
  if (!hasScript) return;
  // So many that each step is long enough for its bar.
  await written(
    "log.csv",
    `SELECT k AS customer_id, DATE '2023-01-01' + CAST((k * 7919 + n * 41) % 730 AS INTEGER) AS date, 1 + (k * 31 + n) % 99 AS amount
     FROM (SELECT range AS k, unnest(range(1 + range % 5)) AS n FROM range(400000))`,
  );
}, 120_000);

/** Runs the command on a terminal; `watch` sees what has come so far. */
function onTerminal(
  args: readonly string[],
  watch: (sent: string, terminal: ChildProcess) => void = () => {},
): Promise<Ran> {
  const command = ["exec", process.execPath, main, ...args].join(" ");
  const terminal = spawn("script", ["-qec", `stty cols ${COLUMNS}; ${command}`, "/dev/null"], {
    cwd: folder,
    env: { ...process.env, TERM: "xterm", NO_COLOR: "1" },
  });
  let sent = "";
  terminal.stdout.on("data", (chunk: Buffer) => watch((sent += chunk), terminal));
  return ended(terminal);
}

/** What is seen in the end: a terminal as far as a bar needs one. Anything it does not know fails. */
function screenOf(raw: string): string[] {
  const sent = raw.replaceAll("\u001b", "␛");
  const lines = [""];
  let [row, column] = [0, 0];
  let saved = [0, 0] as [number, number];
  const known = /␛(?:(?<save>7)|(?<restore>8)|\[(?<n>\d*)(?<what>[GK]))|(?<control>[\r\n])|(?<text>[^␛\p{Cc}])/uy;
  while (known.lastIndex < sent.length) {
    const at = known.lastIndex;
    const { save, restore, n, what, control, text } = known.exec(sent)?.groups ?? {};
    if (save) saved = [row, column];
    else if (restore) [row, column] = saved;
    else if (what === "G") column = Number(n || 1) - 1;
    else if (what === "K") lines[row] = n === "2" ? "" : lines[row]!.slice(0, column);
    else if (control === "\r") column = 0;
    else if (control === "\n") lines[++row] ??= "";
    else if (text) {
      lines[row] = lines[row]!.padEnd(column).slice(0, column) + text + lines[row]!.slice(column + 1);
      column++;
    } else throw new Error(`unknown to this terminal: ${JSON.stringify(sent.slice(at, at + 12))}`);
  }
  return lines;
}

/** The bars as they were drawn, one after the other. */
function framesOf(sent: string): string[] {
  return [...sent.matchAll(/(?<=\[1G)[^\p{Cc}]+[█░]+ \d+ %[^\p{Cc}]*/gu)].map(([frame]) => frame);
}

/** The rows a bar tells of, about. */
function rowsIn(frame: string): number | undefined {
  const { n, million } = /, ≈ (?<n>[\d.,]+)(?<million> M)? rows/.exec(frame)?.groups ?? {};
  return n === undefined ? undefined : Number(n.replaceAll(",", "")) * (million ? 1e6 : 1);
}

const scoring = ["predict", "log.csv", "--model", shippedModel, "--horizon", "52w", "--threads", "1", "-o"];

describe.skipIf(!hasScript)("on a terminal (needs script of util-linux)", () => {
  test("DuckDB's steps have a bar each, in one line, and nothing of them is left", async () => {
    const { code, stdout } = await onTerminal([...scoring, "scores.csv"]);
    expect(code).toBe(0);
    const frames = framesOf(stdout);
    const steps = [...new Set(frames.map((frame) => frame.split(/ [█░]/)[0]))];
    expect(steps).toEqual(expect.arrayContaining(["Reading transactions", "Scoring", "Writing"]));
    const reading = frames
      .filter((frame) => frame.startsWith("Reading"))
      .map((frame) => Number(/(\d+) %/.exec(frame)![1]));
    // Where it falls, another statement has begun; it does not slip.
    const slips = reading.filter((percent, k) => k > 0 && percent < reading[k - 1]! && percent > reading[k - 1]! - 5);
    expect(slips, `of ${reading}`).toEqual([]);
    expect(reading.length).toBeGreaterThan(2);
    for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(COLUMNS);
    for (const frame of frames.filter((one) => !one.startsWith("Reading"))) expect(rowsIn(frame)).toBeUndefined();
    const screen = screenOf(stdout);
    expect(screen[0]).toMatch(/^note: Observation ends/);
    expect(screen.join("\n")).not.toMatch(/[█░]/);
    expect(screen.join("\n")).toContain("Log: log.csv, read by DuckDB\n");
  }, 120_000);

  test.each([
    ["by DuckDB", 600_000, ""],
    ["by the memory way's reader, for a bad row", 200_000, "nobody,soon,3,\n"],
  ])(
    "the rows read are told, however long they are: %s",
    async (_, rows, last) => {
      await written(
        "uneven.csv",
        `SELECT 'c' || k * 31 % 900007 AS customer, make_date(2024, 1 + k % 9, 10 + k % 19) AS date, 1 + k % 77 AS amount,
                repeat('x', k * 7919 % 1000 // (CASE WHEN k < ${rows / 2} THEN 20 ELSE 10 END)) AS note
         FROM range(${rows}) AS r (k)`,
      );
      appendFileSync(join(folder, "uneven.csv"), last);
      const { code, stdout } = await onTerminal(["summarize", "uneven.csv", "--threads", "1", "--on-bad-row", "skip"]);
      expect(code).toBe(0);
      const told = framesOf(stdout)
        .filter((frame) => frame.startsWith("Reading"))
        .flatMap((frame) => rowsIn(frame) ?? []);
      expect(told.length).toBeGreaterThan(2);
      expect(told).toEqual([...told].sort((a, b) => a - b));
      // Rounded to three digits, and 1 % for the estimate; what is read after the last time the bar was drawn is not told.
      expect(told.at(-1)).toBeLessThan(1.015 * rows);
      expect(told.at(-1)).toBeGreaterThan(0.5 * rows);
    },
    120_000,
  );

  test.each(["duckdb", "memory"])(
    "interrupted, it leaves a clean line and the terminal as it was (%s)",
    async (engine) => {
      let interrupted = false;
      const { code, stdout } = await onTerminal([...scoring, "never.csv", "--engine", engine], (sent, terminal) => {
        if (interrupted || framesOf(sent).length < 3) return;
        interrupted = true;
        terminal.stdin!.write("\u0003");
      });
      expect(code).toBe(130);
      // Ctrl-C is echoed.
      expect(screenOf(stdout.replace("^C", "")).join("")).toBe("");
      expect(readdirSync(folder).filter((name) => name.includes("never"))).toEqual([]);
    },
    120_000,
  );

  test.each(["duckdb", "memory"])(
    "an error clears the bar, is told, and ends the command (%s)",
    async (engine) => {
      writeFileSync(join(folder, "few.csv"), "customer_id,date,amount\n1,2024-01-01,2\n2,soon,3\n");
      for (const args of [
        ["summarize", "few.csv"],
        ["summarize", "log.csv", "--customer", "none"],
      ]) {
        const { code, stdout } = await onTerminal([...args, "--engine", engine]);
        expect(code).toBeGreaterThan(0);
        const screen = screenOf(stdout);
        expect(screen[0]).toMatch(/^error: (few|log)\.csv/);
        expect(screen.join("\n")).not.toMatch(/\d %/);
        expect(screen.at(-1)).toBe("");
      }
    },
    120_000,
  );
});
