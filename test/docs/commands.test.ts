import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { clvHere, fewCustomers, main, root, temporaryFolder } from "../support/clv.ts";
import { blocksOf, documents, linksOf } from "./examples.ts";

/** Runs the commands of the shells in this process: starting Node and warming it up takes most of the time of a small command. */
const server = createServer(answer);
beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
afterAll(() => void server.close());

/**
 * Reads a folder and arguments, each with a NUL at its end and an empty one after the last. Sends the exit code and the
 * output.
 */
function answer(socket: Socket): void {
  let sent = "";
  socket.setEncoding("utf8").on("data", async (piece) => {
    sent += piece;
    if (!sent.endsWith("\0\0")) return;
    const [cwd, ...args] = sent.slice(0, -2).split("\0") as [string, ...string[]];
    const { code, stdout, stderr } = await clvHere(args, { cwd });
    socket.end(`${code}\n${code === 0 ? stdout : stderr}`);
  });
}

/** `clv` for a shell. A command that reads its standard input gets a process. */
function commandFor(port: number): string {
  return `#!/bin/bash
case " $* " in *" - "*) exec "${process.execPath}" "${main}" "$@" ;; esac
exec 3<>/dev/tcp/127.0.0.1/${port}
printf '%s\\0' "$PWD" "$@" "" >&3
read -r code <&3
cat <&3
exit "$code"
`;
}

/** Runs scripts in a folder with a log in it, and `clv` on the path. */
function shellInFolder(): (script: string) => Promise<string> {
  const folder = temporaryFolder();
  // Enough customers for each command, and a fraction of the time of all.
  writeFileSync(join(folder, "log.csv"), fewCustomers(200));
  writeFileSync(join(folder, "cohorts.csv"), "cohort,0,1,2,3\n2022,1000,869,743,653\n2023,800,690,597,\n");
  mkdirSync(join(folder, "bin"));
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
  return async (script) => {
    const command = join(folder, "bin/clv");
    writeFileSync(command, commandFor((server.address() as AddressInfo).port));
    chmodSync(command, 0o755);
    return (await promisify(execFile)("bash", ["-euc", script], { cwd: folder, env })).stdout;
  };
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
  const all = Object.values(COMMANDS).map(({ example }) => example);
  // Those that a document shows too run there. Here they run only if others read their file.
  const shown = new Set(pages.flatMap(({ blocks }) => blocks.flatMap(({ code }) => code.split("\n"))));
  const isRead = (example: string): boolean => {
    const file = /-o (\S+)$/.exec(example)?.[1];
    return all.some((other) => other !== example && file !== undefined && other.split(" ").includes(file));
  };
  const examples = all.filter((example) => isRead(example) || !shown.has(example));
  expect(examples.length).toBeGreaterThan(0);
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
