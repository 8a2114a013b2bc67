import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { fewCustomers, root, temporaryFolder } from "../support/clv.ts";

/** Another project that has `clv` installed from its package. */
const outside = temporaryFolder();

beforeAll(() => {
  // The build of the global set-up is packed as it is: `prepack` would build again, under the feet of other tests.
  execFileSync("npm", ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", outside], { cwd: root });
  const tarball = readdirSync(outside).find((name) => name.endsWith(".tgz"))!;
  const folder = join(outside, "node_modules/clv");
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", join(outside, tarball), "-C", folder, "--strip-components=1"]);
  // Its dependencies are the ones installed here: nothing is downloaded.
  for (const name of dependencies()) {
    const link = join(outside, "node_modules", name);
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  writeFileSync(join(outside, "package.json"), '{ "type": "module" }');
});

function dependencies(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(manifest.dependencies);
}

const program = `
import { bgNbd, type FittedModel, fitBase, gammaGamma, openCsv, parseHorizon, readTransactions, score, summarize } from "clv";
import { openInput } from "clv/node";

const log = await readTransactions(await openCsv((await openInput(process.argv[2]!)).bytes));
const { base } = summarize(log, { unit: "week" });
const fitted: FittedModel = await fitBase(base, bgNbd, gammaGamma);
const scores = score(base, fitted, { horizon: parseHorizon("1y") });
const value: Float64Array | undefined = scores.value?.clv;
console.log(base.length, fitted.purchase.converged, value?.length);
`;

test("a program outside imports it, typed", () => {
  writeFileSync(join(outside, "program.ts"), program);
  symlinkSync(join(root, "node_modules/@types"), join(outside, "node_modules/@types"));
  const options = [
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--types",
    "node",
    "--noUncheckedIndexedAccess",
  ];
  execFileSync(join(root, "node_modules/.bin/tsc"), [...options, "program.ts"], { cwd: outside, stdio: "inherit" });
  writeFileSync(join(outside, "log.csv"), fewCustomers());
  const printed = execFileSync(process.execPath, ["program.js", "log.csv"], { cwd: outside, encoding: "utf8" });
  expect(printed).toBe("200 true 200\n");
});

test("the package holds what a user needs and nothing else", () => {
  const folder = join(outside, "node_modules/clv");
  expect(readdirSync(folder).sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist",
    "models",
    "package.json",
  ]);
  expect(readdirSync(join(folder, "dist")).sort()).toEqual(["command", "models", "src"]);
  expect(readdirSync(join(folder, "models/bg-nbd"))).toEqual(["fitted"]);
  const version = execFileSync(process.execPath, [join(folder, "dist/command/main.js"), "--version"], {
    encoding: "utf8",
  });
  expect(version.trim()).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
});

test("it bundles for a browser without anything from Node", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, "src/index.ts")],
    bundle: true,
    platform: "browser",
    format: "esm",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const inputs = Object.values(metafile.inputs).flatMap((input) => input.imports);
  expect(inputs.filter(({ path, external }) => external || path.startsWith("node:"))).toEqual([]);
  expect(outputFiles[0]!.text).not.toMatch(/from\s*"node:|require\("(?:node:|fs|path)/);
});
