import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commentsOf } from "./support/comments.ts";
import { faultsOf, sentencesOf } from "./support/prose.ts";

const root = join(import.meta.dirname, "..");
const files = ["bench", "models", "src", "test"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, folder, name)),
);

test("comments have short sentences of ordinary words", () => {
  const faults = files.flatMap((file) =>
    faultsOf(commentsOf(readFileSync(file, "utf8")).flatMap(sentencesOf)).map((fault) => `${file}: ${fault}`),
  );
  expect(files.length).toBeGreaterThan(1000);
  expect(faults).toEqual([]);
});

test("comments are read without examples, code and markers", () => {
  const source =
    "/**\n * One.\n *\n * @param a - two\n * @example\n * ```ts\n * code\n * ```\n */\n  // three\n  // four\n";
  expect(commentsOf(source)).toEqual(["One.", "two", "three\nfour"]);
});
