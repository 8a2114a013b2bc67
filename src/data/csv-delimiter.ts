import { ClvError } from "../errors.ts";

/** What separates fields; `blank`: any run of blanks and tabs. */
export type Delimiter = "comma" | "semicolon" | "tab" | "blank";

const MARKS = { comma: ",", semicolon: ";", tab: "\t" } as const;
const SAMPLE = 20;

/**
 * The delimiter of a file from its first lines: the mark that splits the first line and most of the others into the same number
 * of fields; blanks when no mark does. Throws when two marks do equally well, or nothing does.
 */
export function detectDelimiter(head: string, decimal: "point" | "comma", name: string): Delimiter {
  // Quoted fields count for nothing here, and a last line that may be cut is left out.
  const lines = head.replace(/"[^"]*"/g, "q").split(/\r\n|\n|\r/);
  const sample = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== "").slice(0, SAMPLE);
  const scores = (Object.keys(MARKS) as (keyof typeof MARKS)[])
    .filter((delimiter) => !(delimiter === "comma" && decimal === "comma"))
    .map((delimiter) => ({ delimiter, score: agreement(sample, (line) => line.split(MARKS[delimiter]).length) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  if (best!.score === 0) {
    if (agreement(sample, (line) => line.trim().split(/[ \t]+/).length) > 0) return "blank";
    throw new ClvError("data", {
      where: `${name}, first line`,
      expected: "fields separated by comma, semicolon, tab or blanks",
      got: sample[0] ?? "",
      wayOut: "Say which: --delimiter.",
    });
  }
  if (best!.score === second!.score) {
    throw new ClvError("data", {
      where: name,
      expected: "one delimiter",
      got: `lines that ${best!.delimiter} and ${second!.delimiter} split equally well`,
      wayOut: `Say which: --delimiter ${best!.delimiter} or --delimiter ${second!.delimiter}.`,
    });
  }
  return best!.delimiter;
}

/** How many lines have as many fields as the first, or 0 when that has only one. */
function agreement(lines: readonly string[], fields: (line: string) => number): number {
  const first = lines.length > 0 ? fields(lines[0]) : 1;
  return first === 1 ? 0 : lines.filter((line) => fields(line) === first).length;
}
