import type { BaseSpendHistories } from "../data/histories.ts";
import type { FitData } from "../fit/fit-base.ts";
import { historiesSql, spendHistoriesSql } from "./base-view-sql.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";

/** The table of histories, made in their order. */
const HISTORIES = "histories";

/** What the models are fitted to: the histories, grouped where the customers are, come over as columns; the customers stay. */
export async function fetchFitData(session: Session, base: EngineBase): Promise<FitData> {
  const data = await fetchHistories(session, base);
  return { ...data, values: base.hasValues ? await fetchSpendHistories(session, base, data.histories) : undefined };
}

/** The same without spend histories, which nobody needs to score. */
export async function fetchHistories(session: Session, base: EngineBase): Promise<Omit<FitData, "values">> {
  const { customers, repeatPurchases, from, until, unit, grain } = base;
  await session.run(DUCKDB.createTable(HISTORIES, historiesSql(DUCKDB, base.relation)));
  const [frequency, recency, T, count] = (await session.doubles(
    `SELECT frequency, recency, ${DUCKDB.identifier("T")}, count FROM ${HISTORIES}`,
  )) as Four;
  const histories = { length: count.length, frequency, recency, T, count };
  return { histories, about: { customers, repeatPurchases, from, until }, unit, grain };
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

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
