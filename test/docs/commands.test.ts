import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { main, root, shippedLog, temporaryFolder } from "../support/clv.ts";
import { blocksOf } from "./examples.ts";

/** A folder with a log in it, and `clv` on the path. */
const folder = temporaryFolder();

beforeAll(() => {
  copyFileSync(shippedLog, join(folder, "log.csv"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/clv"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(folder, "bin/clv"), 0o755);
});

async function shell(script: string): Promise<string> {
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
  return (await promisify(execFile)("bash", ["-euc", script], { cwd: folder, env })).stdout;
}

test.each(blocksOf(join(root, "README.md"), "sh").map(({ line, code }): [number, string] => [line, code]))(
  "the shell block at line %i of the README runs",
  async (_, code) => {
    expect(await shell(code)).not.toBe("");
  },
);

test("the examples of --help run, one after the other", async () => {
  const examples = Object.values(COMMANDS).map(({ example }) => example);
  expect(await shell(examples.join("\n"))).not.toBe("");
});

test("the README names every dependency", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
  const missing = Object.keys(dependencies).filter(
    (name) => !readme.includes(`\`${name}\``) && !readme.includes(`\`${name.replace(/-[^-]*$/, "-*")}\``),
  );
  expect(missing).toEqual([]);
});
