import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { FLAGS, GROUPS } from "../../src/cli/flags.ts";
import { help } from "../../src/cli/help.ts";
import { runCommand } from "../../src/cli/run-command.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const text = readFileSync(shippedLog, "utf8").split("\n").slice(0, 600).join("\n");

function sink() {
  let written = "";
  const stream = new Writable({
    write(piece, _, done) {
      written += piece;
      done();
    },
  });
  return { stream, text: () => written };
}

async function clv(argv: readonly string[], more: { readonly stdin?: string; readonly cwd?: string } = {}) {
  const [out, err] = [sink(), sink()];
  const stdin = Readable.from([Buffer.from(more.stdin ?? "")]);
  const world = { stdin, stdout: out.stream, stderr: err.stream, env: {}, ...(more.cwd && { cwd: more.cwd }) };
  return { code: await runCommand(argv, world), out: out.text(), err: err.text() };
}

test("a command runs in this process with streams of its own, and leaves the process alone", async () => {
  const before = process.exitCode;
  const { code, out, err } = await clv(["summarize", "-", "-o", "-"], { stdin: text });
  expect(code).toBe(0);
  expect(out).toMatch(/^customer_id,frequency,recency,T,monetary_value,first_date,last_date\n/);
  expect(err).toContain("note: Observation ends on");
  expect(process.exitCode).toBe(before);
});

test("relative paths begin where the command is told", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "log.csv"), text);
  const { code, out } = await clv(["run", "log.csv", "--model", "bg-nbd", "--unit", "week", "--no-report", "--json"], {
    cwd,
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ log: { engine: "duckdb" }, files: { base: join(cwd, "out/base.csv") } });
  expect(existsSync(join(cwd, "out/summary.json"))).toBe(true);
});

test("the exit code tells wrong usage from data that can't be used", async () => {
  expect(await clv(["summarise", "log.csv"])).toMatchObject({ code: 2, out: "" });
  const { code, err } = await clv(["summarize", "-"], { stdin: "customer,date,value\na,yesterday,1\n" });
  expect(code).toBe(1);
  expect(err).toMatch(/^error: .*row 2/);
});

test("clv value is told no command that it would refuse for want of values", async () => {
  const cwd = temporaryFolder();
  const rows = Array.from({ length: 40 }, (_, k) => `c${k % 9},${String(1 + (k % 12)).padStart(2, "0")}/20/2024`);
  writeFileSync(join(cwd, "log.csv"), ["customer,date", ...rows].join("\n"));
  const { code, err } = await clv(["value", "log.csv", "--margin", "0.3"], { cwd });
  expect(code).toBe(2);
  expect(err).toContain("clv value needs a column of values, so --value none does not help here.");
  expect(err).not.toContain("A command that reads the file");
});

test.each(["fit", "value", "segments", "kpi", "report"])(
  "clv %s takes no address for a path to write",
  async (command) => {
    const cwd = temporaryFolder();
    const { code, err } = await clv([command, "log.csv", "-o", "trino://lake/ice/shop/out"], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('expected a path on this machine, got "an address"');
    expect(readdirSync(cwd)).toEqual([]);
  },
);

test("help groups the flags, each in one group", () => {
  const titles = GROUPS.map(({ title }) => title);
  const run = help("run");
  const places = titles.map((title) => run.indexOf(`\n${title}:\n`));
  expect(places.every((at, k) => at > (places[k - 1] ?? 0))).toBe(true);
  expect(run.split("\nMoney:\n")[1]!.split("\nOutput:\n")[0]).toContain("--discount-rate");
  expect(GROUPS.flatMap(({ flags }) => Object.keys(flags)).sort()).toEqual(Object.keys(FLAGS).sort());
});
