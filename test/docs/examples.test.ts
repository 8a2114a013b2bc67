import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import * as clv from "../../src/index.ts";
import * as node from "../../src/node.ts";
import { blocksOf, documents, type Example, examplesIn, runExample } from "./examples.ts";

const root = join(import.meta.dirname, "../..");
const examples = [...examplesIn(join(root, "src")), ...examplesIn(join(root, "models"))];
const written = documents(root).flatMap((file) => blocksOf(file, "ts"));

const named = (example: Example): [string, Example] => [`${relative(root, example.file)}:${example.line}`, example];

test("there are examples to run", () => {
  expect(examples.length).toBeGreaterThan(0);
  expect(written.length).toBeGreaterThan(0);
});

test.each(examples.map(named))("@example in %s", async (_, example) => {
  const own = (await import(example.file)) as Record<string, unknown>;
  const checked = await runExample(example, { ...clv, ...own }, { clv }, (actual, stated, line) => {
    expect(actual, line).toEqual(stated);
  });
  expect(checked, "an example states at least one value").toBeGreaterThan(0);
});

test("examples/run.ts goes the whole way", async () => {
  const file = join(root, "examples/run.ts");
  const code = readFileSync(file, "utf8").replaceAll("console.log", "told.push");
  const told: string[] = [];
  const check = (actual: unknown, stated: unknown, line: string) => expect(actual, line).toEqual(stated);
  const checked = await runExample({ file, line: 1, code }, { told }, { clv, "clv/node": node }, check);
  expect(checked).toBeGreaterThan(0);
  expect(told.join("\n")).toMatch(/^Fitting: \d/m);
});

test.each(written.map(named))("TypeScript in %s", async (_, example) => {
  await runExample(example, {}, { clv, "clv/node": node }, (actual, stated, line) =>
    expect(actual, line).toEqual(stated),
  );
});
