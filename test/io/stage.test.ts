import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { abandonedFolders, openHeldFolder } from "../../src/io/held-folder.ts";
import { makeFolders } from "../../src/io/make-folders.ts";
import { openOutputs } from "../../src/io/outputs.ts";
import { settle } from "../../src/io/stage.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clv-stage-"));
});

/** The name of a folder that a run on this machine would make. */
async function machineName(): Promise<string> {
  const held = await openHeldFolder(folder, ".clv-");
  held.remove();
  return held.path.slice(0, -1);
}

/** The remains of a killed process with a folder: a socket without a listener. */
async function abandoned(files: Readonly<Record<string, string>>): Promise<string> {
  const path = `${await machineName()}0`;
  mkdirSync(path);
  const listen = `require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  const child = spawn(process.execPath, ["-e", listen, join(path, "held")]);
  await new Promise((done) => child.on("exit", done));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

test("a folder of a running command is not removed, one of a dead command is", async () => {
  const held = await openHeldFolder(folder, ".clv-");
  const dead = await abandoned({});
  // As another process sees it, by the lock alone.
  expect(await abandonedFolders(folder, ".clv-")).toEqual([dead]);
  held.remove();
  expect(readdirSync(folder)).toEqual([dead.slice(folder.length + 1)]);
});

test("a folder of a way longer than the address of a socket is held", async () => {
  const deep = join(folder, "x".repeat(100), "y".repeat(100));
  makeFolders(deep);
  const held = await openHeldFolder(deep, "clv-");
  expect(readdirSync(held.path)).toEqual(["held"]);
  held.remove();
});

test("a folder without a lock, or of another machine, is abandoned when it was not touched for a day", async () => {
  const names = [`${(await machineName()).slice(folder.length + 1)}1`, ".clv-000000000000-000000000000"];
  for (const name of names) mkdirSync(join(folder, name));
  expect(await abandonedFolders(folder, ".clv-")).toEqual([]);
  const before = new Date(Date.now() - 25 * 3_600_000);
  for (const name of names) utimesSync(join(folder, name), before, before);
  expect((await abandonedFolders(folder, ".clv-")).sort()).toEqual(names.map((name) => join(folder, name)).sort());
});

test("a run killed before its plan leaves the old files, and the next one removes what it made", async () => {
  writeFileSync(join(folder, "base.csv"), "old");
  await abandoned({ "0.tmp": "half" });
  expect(await settle(folder)).toBe(0);
  expect(readdirSync(folder)).toEqual(["base.csv"]);
  expect(readFileSync(join(folder, "base.csv"), "utf8")).toBe("old");
});

test.each([0, 1, 2])("a run killed after %i of its renames is completed by the next that comes by", async (renamed) => {
  const files = ["base.csv", "scores.csv"].map((to, k) => ({ from: `${k}.tmp`, to }));
  const plan = JSON.stringify({ files, drop: ["rejected.csv"] });
  const old = new Date(Date.now() - 60_000);
  for (const name of ["rejected.csv", ...files.slice(renamed).map(({ to }) => to)]) {
    writeFileSync(join(folder, name), "old");
    utimesSync(join(folder, name), old, old);
  }
  const left = Object.fromEntries(files.slice(renamed).map(({ from }) => [from, "new"]));
  for (const { to } of files.slice(0, renamed)) writeFileSync(join(folder, to), "new");
  await abandoned({ ...left, "plan.json": plan });
  expect(await settle(folder)).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(["base.csv", "scores.csv"]);
  for (const { to } of files) expect(readFileSync(join(folder, to), "utf8")).toBe("new");
});

test("a plan that leads out of its folder is refused", async () => {
  await abandoned({ "0.tmp": "x", "plan.json": JSON.stringify({ files: [{ from: "0.tmp", to: "../x" }], drop: [] }) });
  await expect(settle(folder)).rejects.toThrow("plan of a run that was stopped");
});

test("what clv did not write is written over by force only; what it wrote, and an empty file, without", async () => {
  const path = join(folder, "a.csv");
  const write = async (force: boolean): Promise<void> => {
    const outputs = openOutputs([], { force });
    await outputs.write(path, ["customer_id,p_alive\n"]);
    await outputs.commit();
  };
  for (const foreign of ["customer_id,date,amount\n", "notes", '{"format":"other"}', "PAR1....PAR1"]) {
    writeFileSync(path, foreign);
    await expect(write(false)).rejects.toThrow("--force");
    expect(readFileSync(path, "utf8")).toBe(foreign);
    await write(true);
    await write(false);
  }
  writeFileSync(path, "");
  await write(false);
  expect(readdirSync(folder)).toEqual(["a.csv"]);
});

test("rejected rows of an earlier run go with the commit; a file of that name that is none stays", async () => {
  for (const [text, stays] of [
    ["row,reason,column,value,record\n5,x,y,z,w\n", false],
    ["mine\n", true],
  ] as const) {
    writeFileSync(join(folder, "rejected.csv"), text);
    const outputs = openOutputs([]);
    await outputs.write(join(folder, "base.csv"), ["customer_id,clv\n"]);
    await outputs.dropOwn(join(folder, "rejected.csv"), "rejected");
    expect(readdirSync(folder)).toContain("rejected.csv");
    await outputs.commit();
    expect(readdirSync(folder).includes("rejected.csv")).toBe(stays);
  }
});

test("a folder below one that can hold none is refused, not tried for ever", () => {
  expect(() => makeFolders("/proc/clv/x")).toThrow("ENOENT");
  writeFileSync(join(folder, "a"), "");
  expect(() => makeFolders(join(folder, "a"))).toThrow("EEXIST");
  expect(() => makeFolders(join(folder, "a/b"))).toThrow("ENOTDIR");
});
