import { intervalColumns } from "../../io/scores-csv.ts";
import type { ScoreIntervals } from "../../predict/score-intervals.ts";
import type { Session } from "../session.ts";
import type { EngineScores } from "./score-engine-base.ts";

const INTERVALS = "intervals";

/** Joins the ends of intervals, made in memory for these customers, to their scores. */
export async function addIntervals(
  session: Session,
  scores: EngineScores,
  customers: readonly string[],
  intervals: ScoreIntervals,
): Promise<EngineScores> {
  const { identifier, createView } = session.dialect;
  const ends = intervalColumns(intervals);
  const names = Object.keys(ends);
  await session.load(INTERVALS, ["customer_id", ...names], [customers, ...Object.values(ends)]);
  const columns = names.map((name) => `i.${identifier(name)}`).join(", ");
  await session.run(
    createView(
      "scores_with_intervals",
      `SELECT s.*, ${columns} FROM ${scores.relation} s JOIN ${INTERVALS} i ON s.customer_id = i.customer_id`,
    ),
  );
  return { ...scores, relation: "scores_with_intervals", columns: [...scores.columns, ...names] };
}
