import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faultsOf, sentencesOf } from "./support/prose.ts";
import { textsOf } from "./support/texts.ts";
import { titlesOf } from "./support/titles.ts";

const root = join(import.meta.dirname, "..");
/** The help is a list between colons and semicolons, which `words.test.ts` reads as such. */
const HELP = join("src", "cli", "flags");
const files = ["models", "src"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith(".ts") && !name.startsWith(HELP));

test("errors, notices and page have short sentences of ordinary words", () => {
  const texts = files.flatMap((file) =>
    textsOf(readFileSync(join(root, file), "utf8")).map((text) => ({ file, text })),
  );
  expect(texts.length).toBeGreaterThan(1000);
  expect(texts.flatMap(({ file, text }) => faultsOf(sentencesOf(text)).map((fault) => `${file}: ${fault}`))).toEqual(
    [],
  );
});

test("the titles of tests have short sentences of ordinary words", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".test.ts"),
  );
  const titles = files.flatMap((file) =>
    titlesOf(readFileSync(join(import.meta.dirname, file), "utf8")).map((title) => ({ file, title })),
  );
  expect(titles.length).toBeGreaterThan(1000);
  const faults = titles.flatMap(({ file, title }) =>
    faultsOf(sentencesOf(title)).map((fault) => `test/${file}: ${fault}`),
  );
  expect(faults).toEqual([]);
});

test("titles are found in every form of a test", () => {
  const source = `
    describe.skipIf(none)("a room", () => {
      it("says a word", () => {});
      test.each([1, 2])(\`counts \${n} and %d\`, () => expect("no title").toBe(1));
    });`;
  expect(titlesOf(source)).toEqual(["a room", "says a word", "counts `…` and `…`"]);
});

test("texts are found wherever they stand, joined, with one word for each value", () => {
  const source = `
    throw new ClvError("usage", { where: "--unit", expected: "a unit of time", got, wayOut: \`Give \${one}, or \${
      two ? "one of these words" : ""
    }.\` });
    note("few", "Few customers " + "have bought " + count(3, "more than two times") + " or more.");
    h("p", {}, rows > 1 ? "There are several rows" : none);
    session.run("SELECT a FROM b WHERE c IS NULL");
    const names = ["customer_id", "two words"];`;
  expect(textsOf(source)).toEqual([
    "a unit of time",
    "Give `…`, or `…`.",
    "one of these words",
    "Few customers have bought `…` or more.",
    "more than two times",
    "There are several rows",
  ]);
});

test("a long sentence and a private word of a text are found", () => {
  const long = Array.from({ length: 24 }, () => "word").join(" ");
  const source = `warning("name", \`Word \${a} \${b} ${long}.\`, "Give it to " + "nobody here.");`;
  expect(
    textsOf(source)
      .flatMap(sentencesOf)
      .flatMap((sentence) => faultsOf([sentence])),
  ).toEqual([`27 words: Word \`…\` \`…\` ${long}.`, "nobody (no customer, no one): Give it to nobody here."]);
});
