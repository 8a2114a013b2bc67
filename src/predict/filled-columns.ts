import type { EndsAhead, IntervalColumns, IntervalEnds } from "./interval-ends.ts";
import type { Scores } from "./score.ts";
import { type ColumnsOf, type FileColumn, fileColumns, worthColumn } from "./score-sheet.ts";

/** A column of a file with its numbers. */
export interface FilledColumn extends FileColumn {
  readonly values: Float64Array;
}

/** The columns that scores and their intervals have, in the order of files. */
export function filledColumns(scores: Scores | undefined, intervals?: EndsAhead): FilledColumn[] {
  const labels = (scores?.further ?? intervals?.further ?? []).map(({ label }) => label);
  return fileColumns(labels).flatMap((column) => {
    const { of, label } = column;
    const [scored, ends] = label === undefined ? [scores, intervals] : [over(scores, label), over(intervals, label)];
    const values = of === "score" ? scored && scoreOf(column, scored) : ends && endOf(column, ends);
    return values ? [{ ...column, values }] : [];
  });
}

/** Scores or intervals over a further horizon. */
function over<Of extends { readonly label: string }>(
  all: { readonly further?: readonly Of[] } | undefined,
  label: string,
): Of | undefined {
  return all?.further?.find((one) => one.label === label);
}

/** The column that ranks customers, see `worthColumn`; NaN where the value does not exist. */
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
