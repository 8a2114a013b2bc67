import { arrangedSql, arrangedViewSql } from "./base-view-sql.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";
import { HISTORIES } from "./histories.ts";

/** A base that is being put in order. */
export interface Arranging {
  /** The base in the order of its ids, each customer with the number of its history in a column `history`. */
  readonly done: Promise<EngineBase>;
}

const ARRANGED = "arranged";

/**
 * Begins to put the customers of a base in the order of their ids, each with the number of its history, while this thread goes on
 * to fit and to score: what is sorted already costs little to sort when it is written. `fetchFitData` must have made the histories.
 */
export async function beginArranging(session: Session, base: EngineBase): Promise<Arranging> {
  const columns = [
    ...(base.hasValues ? ["monetary_value"] : []),
    ...(base.dates ? [DUCKDB.identifier("first"), DUCKDB.identifier("last")] : []),
    ...(base.holdout ? ["frequency_holdout"] : []),
    ...(base.holdout && base.hasValues ? ["monetary_value_holdout"] : []),
  ];
  const query = arrangedSql(DUCKDB, base.relation, HISTORIES, columns);
  const { done } = await session.begin(DUCKDB.createTable(ARRANGED, query));
  const arranged = async (): Promise<EngineBase> => {
    await done;
    await session.run(`CREATE OR REPLACE VIEW base AS ${arrangedViewSql(DUCKDB, ARRANGED, HISTORIES, columns)}`);
    for (const table of base.tables) await session.run(`DROP TABLE IF EXISTS ${DUCKDB.identifier(table)}`);
    return { ...base, relation: "base", tables: [ARRANGED] };
  };
  const result = arranged();
  // Whoever awaits it sees the error; until then it is nobody's fault.
  result.catch(() => {});
  return { done: result };
}
