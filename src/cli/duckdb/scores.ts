import type { Notice } from "../../fit/fit-result.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { Outputs } from "../../io/outputs.ts";
import { columnsNamed } from "../../io/scores-csv.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { scoreNotices } from "../../predict/score-notices.ts";
import { type Worth, worthOf } from "../../predict/worth.ts";
import { beginWriting, formatOf } from "../../sql/duckdb/write-table.ts";
import type { Session } from "../../sql/session.ts";
import { bestCustomers } from "../../sql/steps/best-customers.ts";
import type { EngineBase } from "../../sql/steps/engine-base.ts";
import { scoreOutputColumns } from "../../sql/steps/output-columns.ts";
import type { EngineScores } from "../../sql/steps/score-engine-base.ts";
import type { Options } from "../flags.ts";
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

/** Scores that are being written. */
export interface WritingScores {
  readonly done: Promise<WrittenScores>;
}

/** Begins to write scores to `path`, when there is one. */
export async function beginScores(
  session: Session,
  { step }: Steps,
  outputs: Outputs,
  path: string | undefined,
  arranged: EngineBase,
  scores: EngineScores,
  fitted: FittedModel,
  options: Options,
): Promise<WritingScores> {
  const { horizon } = scores.options;
  const worth = worthOf(scores.options);
  const every = scoreOutputColumns(scores);
  const names = chosenColumns(options);
  const columns = names === undefined ? every : columnsNamed(every, names);
  // A Parquet file with every column is read again for the best customers; otherwise the join is kept, to be done once.
  const parquet = path !== undefined && formatOf(path) === "parquet" && names === undefined;
  if (!parquet)
    await step("Joining", () => session.run(`CREATE OR REPLACE TABLE scored AS SELECT * FROM ${scores.relation}`));
  const from = parquet ? scores.relation : "scored";
  const table = {
    name: "scores",
    from,
    columns,
    // A join keeps no order.
    order: "place",
    metadata: metadataOf(fitted.data.sha256, worth, horizon),
  };
  const writing = path === undefined ? undefined : await beginWriting(session, outputs, path, table);
  const finish = async (): Promise<WrittenScores> => {
    const totals = scores.totals();
    const written = writing && (await step("Writing", () => writing.done));
    const best = await step("Adding up", () => bestCustomers(session, scores, (parquet && written) || from));
    const missing = totals.value ? totals.customers - totals.value.customers : 0;
    return {
      numbers: { horizon, ...worth, ...totals, best },
      holdout: await compareHoldout(session, arranged, scores, from),
      notices: scoreNotices(arranged, fitted, missing),
    };
  };
  const done = finish();
  // Whoever awaits it sees the error; until then it is nobody's fault.
  done.catch(() => {});
  return { done };
}

function metadataOf(
  sha256: string,
  { margin, discountRate }: Worth,
  { amount, unit }: Horizon,
): Record<string, string> {
  return {
    "clv.model.sha256": sha256,
    "clv.horizon": `${amount} ${unit}`,
    "clv.margin": String(margin),
    "clv.discount_rate": String(discountRate),
  };
}

/** Sums are of whole trillionths, exact, so that a total does not depend on who adds first. */
function exactSumSql(column: string): string {
  return `CAST(coalesce(sum(CAST(round(${column} * 1e12) AS HUGEINT)), 0) AS DOUBLE) / 1e12`;
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
    scores.options.horizon,
    sums.map(([frequency, customers, expected, actual]) => ({ frequency, customers, expected, actual })),
  );
}
