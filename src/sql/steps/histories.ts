import type { BaseSpendHistories } from "../../data/histories.ts";
import { sumRepeatSpend } from "../../data/repeat-spend.ts";
import { spendPoints } from "../../data/spend-points.ts";
import type { FitData } from "../../fit/fit-base.ts";
import type { Session } from "../session.ts";
import { historiesSql, spendHistoriesSql } from "./base-view-sql.ts";
import type { EngineBase } from "./engine-base.ts";
import type { HistoryKey } from "./history-key.ts";
import { fetchSpendClasses } from "./spend-classes-sql.ts";

/** The histories of a base, in their order, with their key columns and totals. */
export interface GroupedHistories extends Pick<FitData, "histories" | "about" | "unit" | "grain"> {
  /** The columns that distinguish the histories. */
  readonly key: HistoryKey;
  readonly keys: readonly Float64Array[];
  /** The total of the repeat purchases of each history's customers, in millionths. Absent without values. */
  readonly spent?: Float64Array;
}

/** The data of a fit. The database groups the customers into histories; only these are fetched, as columns. */
export async function fetchFitData(session: Session, base: EngineBase): Promise<FitData & GroupedHistories> {
  const data = await fetchHistories(session, base);
  const { histories, spent } = data;
  return {
    ...data,
    values: spent && (await fetchSpendHistories(session, base, data)),
    repeatSpend: spent && sumRepeatSpend(histories.frequency, spent),
  };
}

/** The same data without spend histories, which scores do not need. */
export async function fetchHistories(session: Session, base: EngineBase): Promise<GroupedHistories> {
  const { customers, repeatPurchases, from, until, unit, grain, hasValues, hasLitt, historyKey: key } = base;
  const { dialect } = session;
  const { identifier, types } = dialect;
  const columns = key.columns.map((name) => identifier(name));
  const doubles = [
    "count",
    ...columns.map((column) => `CAST(${column} AS ${types.double})`),
    ...(hasValues ? ["spent"] : []),
    ...(hasLitt ? ["litt"] : []),
  ];
  const grouped = base.histories ?? `(${historiesSql(dialect, base.relation, key, base)})`;
  const [count, ...rest] = await session.doubles(
    `SELECT ${doubles.join(", ")} FROM ${grouped} ORDER BY ${columns.join(", ")}`,
  );
  const keys = rest.slice(0, columns.length);
  const [spent] = rest.slice(columns.length);
  return {
    histories: { length: count!.length, ...key.read(keys), count: count!, ...(hasLitt && { litt: rest.at(-1)! }) },
    ...{ key, keys },
    ...(hasValues && { spent: spent! }),
    ...{ about: { customers, repeatPurchases, from, until }, unit, grain },
  };
}

async function fetchSpendHistories(
  session: Session,
  base: EngineBase,
  { histories, spent }: GroupedHistories,
): Promise<BaseSpendHistories> {
  const { frequency, count } = histories;
  const withoutRepeat = count.reduce((sum, n, k) => (frequency[k] === 0 ? sum + n : sum), 0);
  const found = await spendHistories(session, base, base.customers - withoutRepeat, spent!);
  return { ...found, withoutRepeat, zeroValued: base.customers - withoutRepeat - found.withValue };
}

/** The distinct (x, m) of a base, or their points, if they are more than a session fetches. */
async function spendHistories(
  session: Session,
  { relation }: EngineBase,
  repeatBuyers: number,
  spent: Float64Array,
): Promise<Pick<BaseSpendHistories, "histories" | "pairs"> & { readonly withValue: number }> {
  const { mostPairs = Number.POSITIVE_INFINITY } = session;
  const sql = spendHistoriesSql(session.dialect, relation);
  // The classes sum totals as whole numbers.
  const mayBeMany = repeatBuyers > mostPairs && spent.reduce((sum, total) => sum + total, 0) <= Number.MAX_SAFE_INTEGER;
  const { pairs = 0 } = mayBeMany ? await session.numbers(`SELECT count(*) AS pairs FROM (${sql}) pairs`) : {};
  const withValue = (count: Float64Array): number => count.reduce((sum, n) => sum + n, 0);
  if (pairs > mostPairs) {
    const classes = await fetchSpendClasses(session, relation);
    return { histories: spendPoints(classes), pairs, withValue: withValue(classes.count) };
  }
  const [frequency, monetaryValue, count] = (await session.doubles(sql)) as [Float64Array, Float64Array, Float64Array];
  return { histories: { length: count.length, frequency, monetaryValue, count }, withValue: withValue(count) };
}
