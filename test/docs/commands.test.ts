import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { fewCustomers, main, root, temporaryFolder } from "../support/clv.ts";
import { blocksOf, documents, linksOf } from "./examples.ts";

/** Runs scripts in a folder with a log in it, and `clv` on the path. */
function shellInFolder(): (script: string) => Promise<string> {
  const folder = temporaryFolder();
  // Enough customers for each command, and a fraction of the time of all.
  writeFileSync(join(folder, "log.csv"), fewCustomers(400));
  writeFileSync(join(folder, "cohorts.csv"), "cohort,0,1,2,3\n2022,1000,869,743,653\n2023,800,690,597,\n");
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/clv"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(folder, "bin/clv"), 0o755);
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
  return async (script) => (await promisify(execFile)("bash", ["-euc", script], { cwd: folder, env })).stdout;
}

const pages = documents(root).map((file) => ({ file, name: relative(root, file), blocks: blocksOf(file, "sh") }));

test("the commands in the documents are found", () => {
  const withCommands = pages.filter(({ blocks }) => blocks.length > 0).map(({ name }) => name);
  expect(withCommands).toEqual(expect.arrayContaining(["README.md", "docs/commands.md", "docs/files.md"]));
});

describe.each(pages.filter(({ blocks }) => blocks.length > 0))("$name, one block after the other", ({ blocks }) => {
  const shell = shellInFolder();
  test.each(blocks)(
    "the shell block at line $line runs",
    async ({ code }) => {
      expect(await shell(code)).not.toBe("");
    },
    300_000,
  );
});

test("the examples of --help run, one after the other", async () => {
  const examples = Object.values(COMMANDS).map(({ example }) => example);
  expect(await shellInFolder()(examples.join("\n"))).not.toBe("");
}, 300_000);

test.each(pages)("every link of $name leads to a file", ({ file }) => {
  const missing = linksOf(file).filter((path) => !existsSync(join(dirname(file), path)));
  expect(missing).toEqual([]);
});

test("the README names every dependency", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
  const missing = Object.keys(dependencies).filter(
    (name) => !readme.includes(`\`${name}\``) && !readme.includes(`\`${name.replace(/-[^-]*$/, "-*")}\``),
  );
  expect(missing).toEqual([]);
});
