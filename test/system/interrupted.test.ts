import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clv, ended, root, started, temporaryFolder } from "../support/clv.ts";
import { until } from "../support/until.ts";

const model = join(root, "models/bg-nbd/fitted/cdnow.json");
const simulation = ["simulate", "--model", model, "--from", "2024-01-01", "--until", "2024-12-31"];

/** Interrupts a run that is writing `log.csv`, once part of it is on disk, and hands back what is left. */
async function interrupted(folder: string, signal: NodeJS.Signals, ...flags: string[]) {
  const args = [...simulation, "--customers", "50000000", "-o", "log.csv", ...flags];
  const child = started(args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const end = ended(child);
  // Not for the folder alone: a run that is killed before its lock stands leaves one that waits for a day.
  const written = (): boolean => readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith(".tmp"));
  await until(() => written() || child.exitCode !== null);
  child.kill(signal);
  return { ran: await end, files: readdirSync(folder) };
}

test("SIGINT: exit 130, and nothing is left", async () => {
  const { ran, files } = await interrupted(temporaryFolder(), "SIGINT");
  expect(ran).toMatchObject({ code: 130, stdout: "" });
  expect(files).toEqual([]);
});

test("SIGTERM: exit 143, and the file of an earlier run stays whole", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "log.csv"), "earlier");
  const { ran, files } = await interrupted(folder, "SIGTERM", "--force");
  expect(ran.code).toBe(143);
  expect(files).toEqual(["log.csv"]);
  expect(readFileSync(join(folder, "log.csv"), "utf8")).toBe("earlier");
});

test("SIGKILL: no half file under the final name, and the next run removes what is left", async () => {
  const folder = temporaryFolder();
  const { ran, files } = await interrupted(folder, "SIGKILL");
  expect(ran.signal).toBe("SIGKILL");
  expect(files).toHaveLength(1);
  expect(files).not.toContain("log.csv");
  const next = await clv([...simulation, "--customers", "10", "-o", "log.csv"], { cwd: folder });
  expect(next.code).toBe(0);
  expect(readdirSync(folder)).toEqual(["log.csv"]);
  expect(readFileSync(join(folder, "log.csv"), "utf8")).toMatch(/^customer_id,date,amount\n01,/);
});

test("killed while it waits for standard input: nothing is written", async () => {
  const folder = temporaryFolder();
  const child = started(["run", "-", "--model", "bg-nbd", "--value", "none", "-o", "out"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const end = ended(child);
  // More than a pipe holds: once it is written, the command has begun to read.
  const rows = "1,2024-01-01\n".repeat(100_000);
  await new Promise((written) => child.stdin!.write(`customer_id,date\n${rows}`, written));
  child.kill("SIGINT");
  expect((await end).code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
});
