import { parse } from "csv-parse/browser/esm/sync";
import { LF } from "./blocks.ts";
import { charactersOf, type Delimiter } from "./delimiter.ts";

const BLANKS = /[ \t]/;

/** How the text of a block becomes records. */
export function csvSplitter(delimiter: Delimiter, lineBreak: number): (text: string, quoted: boolean) => string[][] {
  const characters = charactersOf(delimiter);
  const [mark] = characters as [string];
  const options = {
    delimiter: [...characters],
    record_delimiter: lineBreak === LF ? ["\r\n", "\n"] : ["\r"],
    relax_column_count: true,
    // A misplaced quote is kept as text, and its row is marked as broken.
    relax_quotes: true,
  };
  // For fields separated by blanks: a run of blanks is one delimiter; blanks at either end of a line are not
  // delimiters.
  const tidy =
    delimiter === "blank"
      ? (records: string[][]) => records.map((fields) => fields.filter((field) => field !== ""))
      : (records: string[][]) => records;
  return (text, quoted) => {
    if (quoted) return tidy(parse(text, options));
    const lines = (lineBreak === LF ? text.replaceAll("\r\n", "\n") : text).split(lineBreak === LF ? "\n" : "\r");
    if (lines.at(-1) === "") lines.pop();
    return tidy(lines.map((line) => (delimiter === "blank" ? line.split(BLANKS) : line.split(mark))));
  };
}
