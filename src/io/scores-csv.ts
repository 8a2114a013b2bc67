import { ClvError } from "../errors.ts";
import { filledColumns } from "../predict/filled-columns.ts";
import { LABEL } from "../predict/further-horizon.ts";
import type { EndsAhead } from "../predict/interval-ends.ts";
import type { Scores } from "../predict/score.ts";
import { FILE_COLUMNS, type FileColumn, type ScoreGroup } from "../predict/score-sheet.ts";
import { type Column, type CsvText, csvTable } from "./csv-text.ts";

/**
 * Scores as CSV text, one row per customer in the order of the base: by customer id.
 *
 * @param names - The columns to write, in their order; all when left out.
 * @param intervals - Adds two columns for each interval: `…_low` and `…_high` of an estimate, and `outcome_…` of the actual future.
 * @param kept - Columns of attributes, which stand last.
 * @throws ClvError `usage` when there is no such column
 */
export function scoresCsv(
  scores: Scores,
  names?: readonly string[],
  intervals?: EndsAhead,
  kept: readonly Column[] = [],
): CsvText {
  const columns: Column[] = [
    { name: "customer_id", field: (row: number) => scores.customers[row] },
    ...filledColumns(scores, intervals).map(({ name, values }) => ({ name, field: (row: number) => values[row] })),
    ...kept,
  ];
  return csvTable(scores.length, names === undefined ? columns : columnsNamed(columns, names));
}

/**
 * Throws if a name is not a column of scores under any model, log or intervals. The check needs no data.
 *
 * @throws ClvError `usage`
 */
export function requireScoreColumns(names: readonly string[]): void {
  columnsNamed([{ name: "customer_id" }, ...FILE_COLUMNS], names);
}

/** Columns by name. */
export function columnsNamed<C extends { readonly name: string }>(
  columns: readonly C[],
  names: readonly string[],
): C[] {
  return names.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    const known = FILE_COLUMNS.find((column) => column.name === name.replace(LABEL, ""));
    throw new ClvError("usage", {
      where: "--columns",
      expected: `columns of scores: ${columns.map((column) => column.name).join(", ")}`,
      got: name,
      ...(known && { wayOut: `The column ${name} needs ${needOf(known, columns, LABEL.test(name))}.` }),
    });
  });
}

const NEEDS: Readonly<Record<ScoreGroup, string>> = {
  purchases: "a purchase model",
  next: "a model that counts opportunities, such as bg-bb",
  value: "a spend model and the values of purchases",
  net: "a plan of costs",
};

/** The reason why a column of the sheet is not available. */
function needOf({ of, score }: FileColumn, columns: readonly { readonly name: string }[], further: boolean): string {
  if (further) return "its horizon among those of --horizon";
  const scored = columns.some(({ name }) => name === score.name);
  return of !== "score" && scored ? "intervals: use --interval 0.9" : NEEDS[score.group];
}
