/**
 * Bundles the command and its worker into dist/command, with the packages it uses: opening their small files one by one takes
 * a fifth of the CPU time of a small run. DuckDB stays outside, because it has native code. The licenses of the packages go along.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const out = "dist/command";
rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["dist/src/cli/main.js", "dist/src/run/worker.js"],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  entryNames: "[name]",
  logLevel: "warning",
  external: ["@duckdb/*"],
  metafile: true,
  // Packages of CommonJS ask for modules of Node by `require`, which a module of ES lacks.
  banner: {
    js: 'import { createRequire as requireIn } from "node:module"; const require = requireIn(import.meta.url);',
  },
});

const folders = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
);
const licenses = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder).filter((file) => /^(licen[sc]e|notice|copying)/i.test(file));
  const text = texts.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  return { title: `${name} ${version} (${license})`, text };
});
// Packages of one family share one text.
const titles = new Map();
for (const { title, text } of licenses) titles.set(text, [...(titles.get(text) ?? []), title]);
writeFileSync(
  join(out, "LICENSES.txt"),
  `Packages bundled here, with their licenses.\n\n${[...titles].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`).join("\n----\n\n")}`,
);
