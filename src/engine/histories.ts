import type { BaseSpendHistories } from "../data/histories.ts";
import type { FitData } from "../fit/fit-base.ts";
import { historiesSql, spendHistoriesSql } from "./base-view-sql.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";

/** The table of histories by their key, made in their order: what is known of them in the same order lies beside it row by row. */
export const HISTORIES = "histories";

/** What the models are fitted to: the histories, grouped where the customers are, come over as columns; the customers stay. */
export async function fetchFitData(session: Session, base: EngineBase): Promise<FitData> {
  const data = await fetchHistories(session, base);
  return { ...data, values: base.hasValues ? await fetchSpendHistories(session, base, data.histories) : undefined };
}

/** The same without spend histories, which nobody needs to score. */
export async function fetchHistories(session: Session, base: EngineBase): Promise<Omit<FitData, "values">> {
  const { customers, repeatPurchases, from, until, unit, grain, historyKey: key } = base;
  await session.run(DUCKDB.createTable(HISTORIES, historiesSql(DUCKDB, base.relation, key.columns)));
  const keys = key.columns.map((column) => `CAST(${column} AS ${DUCKDB.types.double})`);
  const [count, ...columns] = await session.doubles(`SELECT count, ${keys.join(", ")} FROM ${HISTORIES}`);
  const histories = { length: count!.length, ...key.read(columns), count: count! };
  return { histories, about: { customers, repeatPurchases, from, until }, unit, grain };
}

export async function fetchSpendHistories(
  session: Session,
  base: EngineBase,
  { frequency, count: customers }: FitData["histories"],
): Promise<BaseSpendHistories> {
  const columns = await session.doubles(spendHistoriesSql(DUCKDB, base.relation));
  const [x, monetaryValue, count] = columns as [Float64Array, Float64Array, Float64Array];
  const withoutRepeat = customers.reduce((sum, n, k) => (frequency[k] === 0 ? sum + n : sum), 0);
  const withValue = count.reduce((sum, n) => sum + n, 0);
  return {
    histories: { length: count.length, frequency: x, monetaryValue, count },
    withoutRepeat,
    zeroValued: base.customers - withoutRepeat - withValue,
  };
}
