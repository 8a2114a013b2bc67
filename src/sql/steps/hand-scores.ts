import { filledColumns } from "../../predict/filled-columns.ts";
import type { ScoreOptions, Scores } from "../../predict/score.ts";
import { totalScores } from "../../predict/totals.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";
import { finiteSql } from "./finite-sql.ts";
import type { EngineScores } from "./score-engine-base.ts";

const HANDED = "handed_scores";

/** Joins scores that were made in memory to their customers; NULL where a score is not finite. */
export async function handScores(
  session: Session,
  base: EngineBase,
  scores: Scores,
  options: ScoreOptions,
): Promise<EngineScores> {
  const { dialect } = session;
  const columns = filledColumns(scores);
  const names = columns.map(({ name }) => name);
  await session.load(HANDED, ["customer_id", ...names], [scores.customers, ...columns.map(({ values }) => values)]);
  const selected = names.map(
    (name) => `${finiteSql(dialect, `h.${dialect.identifier(name)}`)} AS ${dialect.identifier(name)}`,
  );
  await session.run(
    dialect.createView(
      "scores",
      `SELECT b.customer_id, b.place, b.frequency, ${selected.join(", ")} FROM ${base.relation} b ` +
        `JOIN ${HANDED} h ON h.customer_id = b.customer_id`,
    ),
  );
  return {
    ...{ relation: "scores", columns: names, options, totals: () => totalScores(scores) },
    ...{ hasValue: scores.value !== undefined, hasNet: scores.net !== undefined, hasNext: scores.next !== undefined },
    labels: (scores.further ?? []).map(({ label }) => label),
  };
}
