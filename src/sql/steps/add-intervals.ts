import { filledColumns } from "../../predict/filled-columns.ts";
import type { IntervalEnds } from "../../predict/interval-ends.ts";
import type { Session } from "../session.ts";
import { finiteSql } from "./finite-sql.ts";
import type { EngineScores } from "./score-engine-base.ts";

const INTERVALS = "intervals";

/** Joins the ends of intervals, made in memory for these customers, to their scores; NULL where an end is infinite. */
export async function addIntervals(
  session: Session,
  scores: EngineScores,
  customers: readonly string[],
  intervals: IntervalEnds,
): Promise<EngineScores> {
  const { dialect } = session;
  const { identifier, createView } = dialect;
  const ends = filledColumns(undefined, intervals);
  const names = ends.map(({ name }) => name);
  await session.load(INTERVALS, ["customer_id", ...names], [customers, ...ends.map(({ values }) => values)]);
  const columns = names
    .map((name) => `${finiteSql(dialect, `i.${identifier(name)}`)} AS ${identifier(name)}`)
    .join(", ");
  await session.run(
    createView(
      "scores_with_intervals",
      `SELECT s.*, ${columns} FROM ${scores.relation} s JOIN ${INTERVALS} i ON s.customer_id = i.customer_id`,
    ),
  );
  return { ...scores, relation: "scores_with_intervals", columns: [...scores.columns, ...names] };
}
