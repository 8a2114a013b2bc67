import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("the report bundles for a browser: nothing of Node is in it", async () => {
  const { errors } = await build({
    entryPoints: [join(import.meta.dirname, "../../src/report.ts")],
    bundle: true,
    platform: "browser",
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  expect(errors).toEqual([]);
});
