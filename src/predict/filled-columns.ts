import type { IntervalColumns, IntervalEnds } from "./interval-ends.ts";
import type { Scores } from "./score.ts";
import { type ColumnsOf, FILE_COLUMNS, type FileColumn, worthColumn } from "./score-sheet.ts";

/** A column of a file with its numbers. */
export interface FilledColumn extends FileColumn {
  readonly values: Float64Array;
}

/** The columns that scores and their intervals have, in the order of files. */
export function filledColumns(scores: Scores | undefined, intervals?: IntervalEnds): FilledColumn[] {
  return FILE_COLUMNS.flatMap((column) => {
    const values = column.of === "score" ? scores && scoreOf(column, scores) : intervals && endOf(column, intervals);
    return values ? [{ ...column, values }] : [];
  });
}

/** What ranks customers, see `worthColumn`; NaN where there is none. */
export function worthOfScores(scores: Scores): Float64Array {
  const { key } = worthColumn(scores.value !== undefined, scores.net !== undefined);
  return { ...scores, ...scores.value, ...scores.net }[key as keyof ColumnsOf<"purchases">];
}

/** Columns by key, some of them missing. */
type Keyed<Column> = Readonly<Record<string, Column | undefined>>;

function scoreOf({ key, score }: FileColumn, { value, net, next, ...purchases }: Scores): Float64Array | undefined {
  const groups: Keyed<object> = { purchases, next, value, net };
  return (groups[score.group] as Keyed<Float64Array> | undefined)?.[key];
}

function endOf({ of, key, end }: FileColumn, { estimate, outcome }: IntervalEnds): Float64Array | undefined {
  const intervals: Keyed<IntervalColumns> = of === "estimate" ? estimate : outcome;
  return intervals[key]?.[end!];
}
