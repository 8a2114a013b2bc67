import type { Words } from "../../data/first-words.ts";
import type { Session } from "../session.ts";
import type { EngineScores } from "./score-engine-base.ts";

const WORDS = "added_words";

/** Joins a column of words, made in memory for the customers in the order of their ids, to their scores. */
export async function addWords(
  session: Session,
  scores: EngineScores,
  name: string,
  { names, of }: Words,
): Promise<EngineScores> {
  const { identifier, literal, createView } = session.dialect;
  await session.load(WORDS, ["rank", "word"], [Float64Array.from(of, (_, k) => k + 1), Float64Array.from(of)]);
  const cases = names.map((word, k) => `WHEN ${k} THEN ${literal(word)}`).join(" ");
  // Places follow the order of the ids, and begin at 0 or at 1.
  const ranked = `SELECT *, row_number() OVER (ORDER BY place) AS rank_of_id FROM ${scores.relation}`;
  await session.run(
    createView(
      "scores_with_words",
      `SELECT s.*, CASE w.word ${cases} END AS ${identifier(name)} FROM (${ranked}) s JOIN ${WORDS} w ON s.rank_of_id = w.rank`,
    ),
  );
  return { ...scores, relation: "scores_with_words" };
}
