import { type ScoreKey, scoreColumn } from "../predict/score-sheet.ts";

/** The title of a score at the head of a column. */
export function headOf(key: ScoreKey): string {
  const { title } = scoreColumn(key);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
