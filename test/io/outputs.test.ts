import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { LeftBehind } from "../../src/errors.ts";
import { makeFolder, openOutputs, type Placing, requireFolderOf } from "../../src/io/outputs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clv-outputs-"));
});

test("nothing stands under the final name before commit, all of it after", async () => {
  const outputs = openOutputs([]);
  await outputs.write(join(folder, "a.csv"), ["one\n", "two\n"]);
  await outputs.write(join(folder, "b.csv"), ["three\n"]);
  expect(readdirSync(folder).filter((name) => !name.startsWith("."))).toEqual([]);
  await outputs.commit();
  expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv"]);
  expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("one\ntwo\n");
});

test("an old file stays whole until commit replaces it", async () => {
  const path = join(folder, "a.csv");
  writeFileSync(path, "old");
  const outputs = openOutputs([], { force: true });
  await outputs.write(path, ["new"]);
  expect(readFileSync(path, "utf8")).toBe("old");
  await outputs.commit();
  expect(readFileSync(path, "utf8")).toBe("new");
});

test("an address is no path, of which folders would be made", async () => {
  for (const made of [makeFolder("s3://bucket/out"), openOutputs([]).write("trino://lake/ice/shop/a.csv", ["one\n"])])
    await expect(made).rejects.toThrow("expected a path on this machine");
});

test("text that fails half way leaves nothing behind", async () => {
  function* failing(): Generator<string> {
    yield "x".repeat(1 << 19);
    throw new Error("half way");
  }
  await expect(openOutputs([]).write(join(folder, "a.csv"), failing())).rejects.toThrow("half way");
  expect(readdirSync(folder)).toEqual([]);
});

test("leftovers of a killed run do not disturb the next", async () => {
  writeFileSync(join(folder, ".a.csv.123-000000000000.tmp"), "half");
  const outputs = openOutputs([]);
  await outputs.write(join(folder, "a.csv"), ["whole"]);
  await outputs.commit();
  expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe("whole");
});

test("the input is never written over, not even through a link", async () => {
  const log = join(folder, "log.csv");
  writeFileSync(log, "data");
  symlinkSync(log, join(folder, "link.csv"));
  for (const path of [log, join(folder, "link.csv"), join(folder, ".", "log.csv")]) {
    await expect(openOutputs([log]).write(path, ["x"])).rejects.toMatchObject({ name: "ClvError", kind: "usage" });
  }
  expect(readFileSync(log, "utf8")).toBe("data");
});

test("a link is followed: the file behind it is replaced, the link stays", async () => {
  writeFileSync(join(folder, "real.csv"), "old");
  symlinkSync(join(folder, "real.csv"), join(folder, "link.csv"));
  const outputs = openOutputs([], { force: true });
  await outputs.write(join(folder, "link.csv"), ["new"]);
  await outputs.commit();
  expect(readFileSync(join(folder, "real.csv"), "utf8")).toBe("new");
});

test("a device is written directly, never renamed over", async () => {
  const outputs = openOutputs([]);
  await outputs.write("/dev/null", ["gone"]);
  await outputs.commit();
  expect(readFileSync("/dev/null", "utf8")).toBe("");
});

test("a folder, a missing folder and the same output twice are refused as usage", async () => {
  const outputs = openOutputs([]);
  await outputs.write(join(folder, "a.csv"), ["x"]);
  for (const path of [folder, join(folder, "missing", "a.csv"), join(folder, "a.csv")]) {
    await expect(outputs.write(path, ["x"])).rejects.toMatchObject({ name: "ClvError", kind: "usage" });
  }
});

test("a file in no folder, in a file, or with the name of a folder is refused before anything is done", async () => {
  writeFileSync(join(folder, "a.csv"), "old");
  for (const [path, got] of [
    ["none/b.csv", "no such folder"],
    ["a.csv/b.csv", "a file"],
    ["b/", "the name of a folder"],
  ] as const) {
    await expect(requireFolderOf(join(folder, path))).rejects.toThrow(got);
  }
  for (const path of ["a.csv", "b.csv"]) await requireFolderOf(join(folder, path));
});

/** Something beside the files that notes what is done to it; what is named fails. */
function placing(name: string, done: string[], ...fails: ("put" | "restore")[]): Placing {
  const note = (what: "put" | "restore") => async (): Promise<void> => {
    done.push(`${what} ${name}`);
    if (fails.includes(what)) throw new Error(`no ${what}`);
  };
  return { place: name, put: note("put"), restore: note("restore") };
}

test("what takes its place beside the files goes back, the last first, where a later one fails", async () => {
  const done: string[] = [];
  const outputs = openOutputs([]);
  await outputs.write(join(folder, "a.csv"), ["one\n"]);
  for (const one of [placing("base", done), placing("scores", done, "put"), placing("more", done)])
    outputs.atCommit(one);
  await expect(outputs.commit()).rejects.toThrow("no put");
  expect(done).toEqual(["put base", "put scores", "restore scores", "restore base"]);
  await outputs.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test("what can't go back is named, beside what was there before", async () => {
  const outputs = openOutputs([]);
  for (const one of [placing("base", [], "restore"), placing("scores", [], "put")]) outputs.atCommit(one);
  const failed = await outputs.commit().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(LeftBehind);
  expect((failed as Error).message).toBe(
    'base: expected to bring back what was there before the run, after a failure, got "a table that may be new". ' +
      "What was there before is at scores. Run the command again before you use either. The failure: no put",
  );
});
