import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOMS = ["fit", "predict", "validate", "report", "cli"];
/**
 * Files that read numbers which are no text for people, and how often: flags (`--margin 0.3`), horizons (`12m`) and percentages (`30%`).
 */
const READERS: Readonly<Record<string, number>> = {
  "src/cli/parse.ts": 1,
  "src/predict/horizon.ts": 2,
  "src/predict/worth.ts": 1,
};
/** Ways to make a number of a text. `Number.isNaN` and its like are none, nor is + between two operands or before a plain number. */
const FROM_TEXT = /\bNumber\(|\bparse(?:Int|Float)\(|\bvalueAsNumber\b|[=(,?:[]\s*\+(?=[A-Za-z_`"'(])/g;

function found(text: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  return [...code.matchAll(FROM_TEXT)].length;
}

const files = ROOMS.flatMap((room) =>
  readdirSync(`src/${room}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `src/${room}/${name.replaceAll("\\", "/")}`),
);

describe("no number is ever made of formatted text", () => {
  it.each(files)("%s", (file) => {
    // To round a number: src/math/round-digits.ts.
    expect(found(readFileSync(file, "utf8"))).toBe(READERS[file] ?? 0);
  });

  it("sees every way there is", () => {
    for (const text of ["Number(x)", "parseFloat(x)", "Number.parseInt(x, 10)", "const a = +text;", "f(+text)"]) {
      expect(found(text), text).toBe(1);
    }
    for (const text of ["Number.isNaN(x)", "a + b", 'f(a, "+")', "// Number(x)", "isNumber(x)"]) {
      expect(found(text), text).toBe(0);
    }
  });
});
