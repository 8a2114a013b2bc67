import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/cli/commands.ts";
import type { Flag } from "../src/cli/flags/flag.ts";
import { FLAGS } from "../src/cli/flags.ts";
import { faultsOf, paragraphsOf, sentencesOf } from "./support/prose.ts";

const root = join(import.meta.dirname, "..");
const ROOMS = ["bench", "datasets", "docs", "examples", "models", "src", "test"];
const filesIn = (room: string): string[] =>
  readdirSync(join(root, room), { recursive: room !== "", encoding: "utf8" }).map((name) => join(room, name));
const documents = ["", ...ROOMS].flatMap(filesIn).filter((name) => name.endsWith(".md"));

test("the documents are found", () => {
  expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/commands.md", "models/bg-nbd/DERIVATION.md"]));
});

test.each(documents)("%s has short sentences of ordinary words", (name) => {
  expect(faultsOf(paragraphsOf(readFileSync(join(root, name), "utf8")).flatMap(sentencesOf))).toEqual([]);
});

test("the help has short sentences of ordinary words", () => {
  const flags = Object.values(FLAGS).flatMap(({ help, helpFor = {} }: Flag) => [help, ...Object.values(helpFor)]);
  const texts = [...flags, ...Object.values(COMMANDS).map(({ summary }) => summary)];
  expect(faultsOf(texts.flatMap((text) => text.split(/[;:] /)).flatMap(sentencesOf))).toEqual([]);
});

test("long sentences and private words are found", () => {
  const long = Array.from({ length: 26 }, () => "word").join(" ");
  expect(faultsOf(sentencesOf(`Word ${long}. Word \`${long}\`. Nobody came.`))).toEqual([
    `27 words: Word ${long}.`,
    "nobody (no customer, no one): Nobody came.",
  ]);
  expect(
    paragraphsOf("# Title\n\nText.\n\n```ts\ncode\n```\n\n| table |\n\n- item").map((text) => text.trim()),
  ).toEqual(expect.arrayContaining(["Text.", "item"]));
});
