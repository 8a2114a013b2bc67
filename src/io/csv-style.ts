import { charactersOf, type Delimiter, parseDelimiter } from "../data/csv/delimiter.ts";
import { ClvError } from "../errors.ts";
import { type CsvStyle, PLAIN } from "./csv-text.ts";

/** The requested style of written CSV. */
export interface CsvStyleOptions {
  /** The delimiter, by name or as one character. Default: a semicolon with a decimal comma, else a comma. */
  readonly outputDelimiter?: Delimiter;
  /** The decimal mark of numbers; `point` when left out. */
  readonly outputDecimal?: "point" | "comma";
}

/**
 * The requested style.
 *
 * @throws ClvError `usage` where it leaves fields ambiguous
 */
export function csvStyle({ outputDelimiter, outputDecimal = "point" }: CsvStyleOptions): CsvStyle {
  if (outputDelimiter === undefined) return outputDecimal === "comma" ? { delimiter: ";", decimal: "comma" } : PLAIN;
  const delimiter = parseDelimiter(outputDelimiter);
  const [mark] = charactersOf(delimiter) as [string];
  if (mark === "," && outputDecimal === "comma") {
    throw new ClvError("usage", {
      where: "--output-delimiter",
      expected: "a delimiter other than the decimal comma",
      got: outputDelimiter,
      wayOut: "With --output-decimal comma, use --output-delimiter semicolon.",
    });
  }
  if (delimiter === "blank") {
    const wayOut = "Use --output-delimiter tab.";
    throw new ClvError("usage", {
      where: "--output-delimiter",
      expected: "one character",
      got: outputDelimiter,
      wayOut,
    });
  }
  return { delimiter: mark, decimal: outputDecimal };
}
