import { filledColumns } from "../../predict/filled-columns.ts";
import type { EndsAhead } from "../../predict/interval-ends.ts";
import type { Session } from "../session.ts";
import { finiteSql } from "./finite-sql.ts";
import type { EngineScores } from "./score-engine-base.ts";

const INTERVALS = "intervals";

/**
 * Joins the ends of intervals, made in memory for these customers, to their scores; NULL where an end is infinite.
 *
 * @param customers - Their ids; `place` if the ends are in the order of the customers and the ids are not known here.
 */
export async function addIntervals(
  session: Session,
  scores: EngineScores,
  customers: readonly string[] | "place",
  intervals: EndsAhead,
): Promise<EngineScores> {
  const { dialect } = session;
  const { identifier, createView } = dialect;
  const ends = filledColumns(undefined, intervals);
  const names = ends.map(({ name }) => name);
  const key = customers === "place" ? "place" : "customer_id";
  const keys = customers === "place" ? Float64Array.from(ends[0]?.values ?? [], (_, k) => k + 1) : customers;
  await session.load(INTERVALS, [key, ...names], [keys, ...ends.map(({ values }) => values)]);
  const columns = names
    .map((name) => `${finiteSql(dialect, `i.${identifier(name)}`)} AS ${identifier(name)}`)
    .join(", ");
  await session.run(
    createView(
      "scores_with_intervals",
      `SELECT s.*, ${columns} FROM ${scores.relation} s JOIN ${INTERVALS} i ON s.${key} = i.${key}`,
    ),
  );
  return { ...scores, relation: "scores_with_intervals", columns: [...scores.columns, ...names] };
}
