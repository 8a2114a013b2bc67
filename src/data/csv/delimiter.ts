import { ClvError } from "../../errors.ts";

/** The delimiter of fields: a name, or one printable ASCII character; `blank` is any run of blanks and tabs. */
export type Delimiter = (typeof NAMED_DELIMITERS)[number] | (string & {});

/** The delimiters with a name. */
export const NAMED_DELIMITERS = ["comma", "semicolon", "tab", "pipe", "blank"] as const;

/** The delimiters tried on a file. */
const MARKS = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;

/** The delimiter that a user typed: a name, or one character. Throws ClvError `usage` for anything else. */
export function parseDelimiter(text: string): Delimiter {
  if ((NAMED_DELIMITERS as readonly string[]).includes(text)) return text;
  if (text === "\\t") return "tab";
  if (text === " ") return "blank";
  const named = Object.entries(MARKS).find(([, mark]) => mark === text);
  if (named !== undefined) return named[0];
  if (/^[!-~]$/.test(text) && !/["'\w+.-]/.test(text)) return text;
  throw new ClvError("usage", {
    where: "--delimiter",
    expected: `one of ${NAMED_DELIMITERS.join(", ")}, or one character that does not occur in names, numbers or quotes, such as ^`,
    got: text,
  });
}

/** The characters that separate fields; the first is preferred. */
export function charactersOf(delimiter: Delimiter): readonly string[] {
  if (delimiter === "blank") return [" ", "\t"];
  return [(MARKS as Readonly<Record<string, string>>)[delimiter] ?? delimiter];
}

/** Delimiters for files whose first line none of these splits. */
const OTHERS = ["^", "~", "!", "#", "%", "&", "*"];

const SAMPLE = 20;

/**
 * The number of title lines. After them, a delimiter splits every line of the sample into the same number of fields,
 * and these are three lines at least. The result is 0 where no delimiter does.
 */
function titleLines(lines: readonly string[], marks: readonly string[]): number {
  const sample = lines.slice(0, 2 * SAMPLE).filter((line, k, all) => line !== "" || k < all.length - 1);
  const starts = marks.map((mark) => {
    const fields = sample.map((line) => line.split(mark).length);
    const last = fields.at(-1)!;
    const before = fields.findLastIndex((count) => count !== last) + 1;
    // A header with one field less than its rows is not a title.
    const short = fields.slice(0, before).every((count) => 2 * count <= last);
    return last > 1 && sample.length - before >= 3 && short ? before : Number.POSITIVE_INFINITY;
  });
  const first = Math.min(...starts);
  return first === Number.POSITIVE_INFINITY ? 0 : first;
}

/** A first line that sets the delimiter, as Excel writes it: `sep=;`, quoted or not. It is not a row. */
export interface SepLine {
  readonly mark: string;
  /** The number of its characters, with the line break. */
  readonly length: number;
}

/** The line `sep=;` at the beginning of a file, after its byte-order mark, if there is one. */
export function sepLine(head: string): SepLine | undefined {
  const end = head.includes("\n") ? "\r?\n" : "\r";
  const found = new RegExp(`^("?)sep=([^"\r\n])\\1(?:${end}|$)`, "i").exec(head);
  return found === null ? undefined : { mark: found[2]!, length: found[0].length };
}

/**
 * The delimiter of a file, from its first lines. A line `sep=;` sets it. Otherwise it is the mark that splits the first
 * line and most others into the same number of fields, else blanks. Throws when two marks do equally well, or none
 * does.
 */
export function detectDelimiter(head: string, decimal: "point" | "comma", name: string): Delimiter {
  const sep = sepLine(head);
  if (sep !== undefined) return delimiterOf(sep, name);
  // Quoted fields are ignored here, and so is the last line, because it may be cut.
  const lines = head.replace(/"[^"]*"/g, "q").split(/\r\n|\n|\r/);
  const sample = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== "").slice(0, SAMPLE);
  const scores = (Object.keys(MARKS) as (keyof typeof MARKS)[])
    .filter((delimiter) => !(delimiter === "comma" && decimal === "comma"))
    .map((delimiter) => ({ delimiter, score: agreement(sample, (line) => line.split(MARKS[delimiter]).length) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  const title = titleLines(
    lines.slice(0, -1),
    (Object.values(MARKS) as string[]).filter((mark) => decimal !== "comma" || mark !== ","),
  );
  // A title has words and commas too, but the lines after it have fewer or more.
  const isTitle = (score: number): boolean => title > 0 && 2 * score <= sample.length;
  if (best!.score === 0 || isTitle(best!.score)) {
    const other = OTHERS.find((mark) => sample.length > 1 && splitsAll(sample, mark));
    if (other !== undefined) return other;
    const blanks = agreement(sample, (line) => line.trim().split(/[ \t]+/).length);
    if (blanks > 0 && !isTitle(blanks)) return "blank";
    const noComma = decimal === "comma" && agreement(sample, (line) => line.split(",").length) > 0;
    throw new ClvError("data", {
      ...(title > 0 && { mend: { skipLines: title } }),
      where: `${name}, first line`,
      expected: `fields separated by ${noComma ? "" : "comma, "}semicolon, tab, | or blanks`,
      got: sample[0] ?? "",
      wayOut: noComma
        ? "With --decimal comma, the comma separates fields only if you pass --delimiter comma."
        : title > 0
          ? `The header seems to be in line ${title + 1}: use --skip-lines ${title}.`
          : "Set the character that separates them: --delimiter '^'. If the first lines are a title, use --skip-lines N.",
    });
  }
  if (best!.score === second!.score) {
    // Commas that occur only within numbers are decimal marks or separate thousands.
    const [first, more] = scores.filter(({ delimiter, score }) => score === best!.score && delimiter !== "comma");
    const within = sample.every((line) => !/(?:^|\D),|,(?:\D|$)/.test(line));
    if (within && more === undefined && splitsAll(sample, MARKS[first!.delimiter])) return first!.delimiter;
    throw new ClvError("data", {
      where: name,
      expected: "one delimiter",
      got: `lines that ${best!.delimiter} and ${second!.delimiter} split equally well`,
      wayOut: `Choose one: --delimiter ${best!.delimiter} or --delimiter ${second!.delimiter}.`,
    });
  }
  return best!.delimiter;
}

function delimiterOf({ mark }: SepLine, name: string): Delimiter {
  try {
    return parseDelimiter(mark);
  } catch {
    // The error below gives the place in the file.
  }
  throw new ClvError("data", {
    where: `${name}, first line`,
    expected: "comma, semicolon, tab, |, a blank or another mark after sep=",
    got: mark,
    wayOut: "Write the file again with one of these, or, if the line is wrong, set the delimiter: --delimiter.",
  });
}

/** Whether a mark splits every line into the same number of fields, at least three. */
function splitsAll(lines: readonly string[], mark: string): boolean {
  const [first, ...rest] = lines.map((line) => line.split(mark).length);
  return first! >= 3 && rest.every((count) => count === first);
}

/** The number of lines with as many fields as the first; 0 if the first has only one. */
function agreement(lines: readonly string[], fields: (line: string) => number): number {
  const first = lines.length > 0 ? fields(lines[0]) : 1;
  return first === 1 ? 0 : lines.filter((line) => fields(line) === first).length;
}
