import { filledColumns } from "../predict/filled-columns.ts";
import type { IntervalEnds } from "../predict/interval-ends.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineScores } from "./score-engine-base.ts";

const { finite, identifier } = DUCKDB;
const INTERVALS = "intervals";

/** Joins the ends of intervals, made in memory for these customers, to their scores; NULL where an end is infinite. */
export async function addIntervals(
  session: Session,
  scores: EngineScores,
  customers: readonly string[],
  intervals: IntervalEnds,
): Promise<EngineScores> {
  const ends = filledColumns(undefined, intervals);
  const names = ends.map(({ name }) => name);
  await session.fill(INTERVALS, ["customer_id", ...names], [customers, ...ends.map(({ values }) => values)]);
  const columns = names.map((name) => `${finite(`i.${identifier(name)}`)} AS ${identifier(name)}`).join(", ");
  await session.run(
    `CREATE OR REPLACE VIEW scores_with_intervals AS SELECT s.*, ${columns} ` +
      `FROM ${scores.relation} s JOIN ${INTERVALS} i ON s.customer_id = i.customer_id`,
  );
  return { ...scores, relation: "scores_with_intervals", columns: [...scores.columns, ...names] };
}
