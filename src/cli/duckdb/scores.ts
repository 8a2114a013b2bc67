import { addIntervals } from "../../engine/add-intervals.ts";
import type { Arranging } from "../../engine/arrange.ts";
import type { Session } from "../../engine/duckdb.ts";
import type { EngineBase } from "../../engine/engine-base.ts";
import { scoreOutputColumns } from "../../engine/output-columns.ts";
import { type EngineScores, exactSumSql, scoreEngineBase, scoresInAll } from "../../engine/score-engine-base.ts";
import { formatOf, writeTable } from "../../engine/write-table.ts";
import type { FitData } from "../../fit/fit-base.ts";
import type { Notice } from "../../fit/fit-result.ts";
import type { Outputs } from "../../io/outputs.ts";
import { columnsNamed } from "../../io/scores-csv.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { ScoreIntervals } from "../../predict/score-intervals.ts";
import type { Options } from "../flags.ts";
import type { ModelInUse } from "../models.ts";
import type { HoldoutInNumbers } from "../report-holdout.ts";
import { holdoutOf } from "../report-holdout.ts";
import type { ScoresInNumbers } from "../report-scores.ts";
import { chosenColumns } from "../score-options.ts";
import type { Steps } from "./steps.ts";

/** Scores that are written, and what there is to say about them. */
export interface WrittenScores {
  readonly numbers: ScoresInNumbers;
  readonly holdout: HoldoutInNumbers | undefined;
  readonly notices: readonly Notice[];
}

/** Scores the customers of a base and writes them to `path`, when there is one, with the intervals made for them. */
export async function writeScores(
  session: Session,
  { step }: Steps,
  outputs: Outputs,
  path: string | undefined,
  base: EngineBase,
  arranging: Arranging,
  { histories }: Pick<FitData, "histories">,
  { fitted, purchase, spend }: ModelInUse,
  horizon: Horizon,
  options: Options,
  intervals?: { readonly customers: readonly string[]; readonly ends: ScoreIntervals },
): Promise<WrittenScores> {
  const { margin, discountRate } = options;
  const terms = { horizon, margin, discountRate };
  const scores = await step("Scoring", async () => {
    const scored = await scoreEngineBase(session, arranging, base, histories, fitted, purchase, spend, terms);
    return intervals ? addIntervals(session, scored, intervals.customers, intervals.ends) : scored;
  });
  const every = scoreOutputColumns(scores);
  const names = chosenColumns(options);
  const columns = names === undefined ? every : columnsNamed(every, names);
  // A Parquet file with every column is read again for the totals; otherwise the join is kept, to be done once.
  const parquet = path !== undefined && formatOf(path) === "parquet" && names === undefined;
  if (!parquet)
    await step("Joining", () => session.run(`CREATE OR REPLACE TABLE scored AS SELECT * FROM ${scores.relation}`));
  const from = parquet ? scores.relation : "scored";
  const table = {
    name: "scores",
    from,
    columns,
    order: "customer_id",
    varied: true,
    metadata: metadataOf(fitted.data.sha256, options, horizon),
  };
  const written =
    path === undefined ? undefined : await step("Writing", () => writeTable(session, outputs, path, table));
  const all = await step("Adding up", () => scoresInAll(session, base, fitted, scores, (parquet && written) || from));
  return {
    numbers: { ...terms, ...all.totals, best: all.best },
    holdout: await compareHoldout(session, base, scores, from),
    notices: all.notices,
  };
}

function metadataOf(
  sha256: string,
  { margin, discountRate }: Options,
  { amount, unit }: Horizon,
): Record<string, string> {
  return {
    "clv.model.sha256": sha256,
    "clv.horizon": `${amount} ${unit}`,
    "clv.margin": String(margin),
    "clv.discount_rate": String(discountRate),
  };
}

/** What was expected of the holdout and what came, by repeat purchases before the split. */
async function compareHoldout(
  session: Session,
  base: EngineBase,
  scores: EngineScores,
  from: string,
): Promise<HoldoutInNumbers | undefined> {
  if (base.holdout === undefined) return undefined;
  const bins = await session.texts(
    `SELECT CAST(least(s.frequency, 7) AS INTEGER), count(*), CAST(${exactSumSql("s.expected_purchases")} AS VARCHAR), CAST(sum(b.frequency_holdout) AS VARCHAR) ` +
      `FROM ${from} s JOIN ${base.relation} b USING (customer_id) GROUP BY 1 ORDER BY 1`,
  );
  const sums = bins.map((row) => row.map(Number) as [number, number, number, number]);
  return holdoutOf(
    base.holdout.duration,
    base.unit,
    scores.horizon,
    sums.map(([frequency, customers, expected, actual]) => ({ frequency, customers, expected, actual })),
  );
}
