import { addIntervals } from "../../engine/add-intervals.ts";
import { bestCustomers } from "../../engine/best-customers.ts";
import { DUCKDB } from "../../engine/duckdb-dialect.ts";
import { scoreOutputColumns } from "../../engine/output-columns.ts";
import { type EngineScores, SCORED, VALUED } from "../../engine/score-engine-base.ts";
import { beginWriting, formatOf } from "../../engine/write-table.ts";
import { columnsNamed } from "../../io/scores-csv.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { type Worth, worthOf } from "../../predict/worth.ts";
import type { ScoredCustomers } from "../customers.ts";
import type { SqlRun } from "./session.ts";

/** Scored customers in a database. */
export function scoredInSql({ session, step }: SqlRun, scores: EngineScores, sha256: string): ScoredCustomers {
  let handed = scores;
  return {
    async addIntervals(intervals, customers) {
      handed = await addIntervals(session, handed, customers, intervals);
    },
    async write(outputs, path, names) {
      const { relation, options } = handed;
      const every = scoreOutputColumns(handed);
      const columns = names === undefined ? every : columnsNamed(every, names);
      // A Parquet file with every column is read again for the best customers; otherwise the join is kept, to be done once.
      const parquet = path !== undefined && formatOf(path) === "parquet" && names === undefined;
      if (!parquet)
        await step("Joining", () => session.run(`CREATE OR REPLACE TABLE scored AS SELECT * FROM ${relation}`));
      const from = parquet ? relation : "scored";
      const metadata = metadataOf(sha256, worthOf(options), options.horizon);
      // A join keeps no order.
      const table = { name: "scores", from, columns, order: "place", metadata };
      const writing = path === undefined ? undefined : await beginWriting(session, outputs, path, table);
      const find = async () => {
        const written = writing && (await step("Writing", () => writing.done));
        return step("Adding up", () => bestCustomers(session, scores, (parquet && written) || from));
      };
      const best = find();
      // An error is seen where it is awaited.
      best.catch(() => {});
      return { best };
    },
  };
}

/** The same scores with NULL for those that are no finite number. */
export async function finiteInSql({ session }: SqlRun, scores: EngineScores): Promise<EngineScores> {
  const replaced = (scores.hasValue ? [...SCORED, ...VALUED] : SCORED).map((name) => {
    const column = DUCKDB.identifier(name);
    return `CASE WHEN isfinite(${column}) THEN ${column} END AS ${column}`;
  });
  await session.run(
    `CREATE OR REPLACE VIEW finite_scores AS SELECT * REPLACE (${replaced.join(", ")}) FROM ${scores.relation}`,
  );
  return { ...scores, relation: "finite_scores" };
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
