import { columnsNamed } from "../../io/scores-csv.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { ScoreOptions } from "../../predict/score.ts";
import { labelled, scoreColumns } from "../../predict/score-sheet.ts";
import { type Worth, worthOf } from "../../predict/worth.ts";
import type { OutputColumn } from "../../sql/output.ts";
import { addIntervals } from "../../sql/steps/add-intervals.ts";
import { addWords } from "../../sql/steps/add-words.ts";
import { bestCustomers } from "../../sql/steps/best-customers.ts";
import { finiteSql } from "../../sql/steps/finite-sql.ts";
import { netTotals } from "../../sql/steps/net-totals.ts";
import { scoreOutputColumns } from "../../sql/steps/output-columns.ts";
import type { EngineScores } from "../../sql/steps/score-engine-base.ts";
import type { ScoredCustomers } from "../customers.ts";
import type { SqlRun } from "./session.ts";

/** Scored customers in a database. */
export function scoredInSql(
  { database, session, step }: SqlRun,
  scores: EngineScores,
  sha256: string,
  kept: readonly OutputColumn[],
): ScoredCustomers {
  let handed = scores;
  const attached = [...kept];
  return {
    async addIntervals(intervals, customers) {
      handed = await addIntervals(session, handed, database.idsStay ? "place" : customers, intervals);
    },
    async addWords({ name, words }) {
      handed = await addWords(session, handed, name, words);
      attached.push({ name, sql: session.dialect.identifier(name), kind: "text", kept: true });
    },
    async write(outputs, path, names) {
      const { relation, options } = handed;
      const every = [...scoreOutputColumns(handed), ...attached];
      const columns = names === undefined ? every : columnsNamed(every, names);
      // If the file has every column and is fast to read, the best customers are read from it. Otherwise the joined
      // table is kept, so that the join runs only once.
      const again = path !== undefined && database.readsBack(path) && names === undefined;
      const ordered = session.dialect.rowNumber !== undefined;
      // Where rows have no order, a place is not worth the sort that it needs.
      const selected = ordered ? "*" : every.map(({ sql }) => sql).join(", ");
      if (!again)
        await step("Joining", () =>
          session.run(session.dialect.createTable("scored", `SELECT ${selected} FROM ${relation}`)),
        );
      const from = again ? relation : "scored";
      const metadata = metadataOf(sha256, worthOf(options), options);
      // A join keeps no order.
      const table = { name: "scores", from, columns, order: ordered ? "place" : "customer_id", metadata };
      const writing = path === undefined ? undefined : await database.write(outputs, path, table);
      const find = async () => {
        const written = writing && (await step("Writing", () => writing.done));
        if (!database.namesBest) return [];
        return step("Adding up", () => bestCustomers(session, scores, (again && written) || from));
      };
      const best = find();
      const addUp = async () => {
        await best;
        const file = again ? await writing?.done : undefined;
        return netTotals(session, file ? file.rows : from);
      };
      const net = scores.hasNet ? addUp() : undefined;
      // The caller sees the error when it awaits the promise.
      for (const promise of [best, net]) promise?.catch(() => {});
      return { best, ...(net && { net }) };
    },
  };
}

/** The same scores with NULL for those that are not finite. The values computed from them are already NULL. */
export async function finiteInSql({ session }: SqlRun, scores: EngineScores): Promise<EngineScores> {
  const { dialect } = session;
  const purchases = scoreColumns("purchases").flatMap(({ name, ahead }) => [
    name,
    ...(ahead ? scores.labels.map((label) => labelled(name, label)) : []),
  ]);
  const kept = ["customer_id", "place", "frequency", ...scores.columns].map((name) => {
    const column = dialect.identifier(name);
    return purchases.includes(name) ? `${finiteSql(dialect, column)} AS ${column}` : column;
  });
  await session.run(dialect.createView("finite_scores", `SELECT ${kept.join(", ")} FROM ${scores.relation}`));
  return { ...scores, relation: "finite_scores" };
}

function metadataOf(
  sha256: string,
  { margin, discountRate }: Worth,
  { horizon, further = [] }: ScoreOptions,
): Record<string, string> {
  const textOf = ({ amount, unit }: Horizon): string => `${amount} ${unit}`;
  return {
    "clv.model.sha256": sha256,
    "clv.horizon": textOf(horizon),
    ...(further.length > 0 && { "clv.further_horizons": further.map((one) => textOf(one.horizon)).join(", ") }),
    "clv.margin": String(margin),
    "clv.discount_rate": String(discountRate),
  };
}
