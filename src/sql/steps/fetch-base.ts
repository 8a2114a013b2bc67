import type { CustomerBase } from "../../data/customer-base.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";

/**
 * Fetches the customers of a base into memory as columns, in the order of their ids and without these. Some work needs
 * customers one by one, such as the page. A customer takes about 70 bytes.
 */
export async function fetchColumns(session: Session, base: EngineBase): Promise<CustomerBase> {
  const { relation, customers: length, dates, hasValues, hasLitt, hasFirstValue, holdout, unit, grain, until } = base;
  const { dialect } = session;
  const { double } = dialect.types;
  const names = [
    ...["frequency", "recency", dialect.identifier("T")],
    ...(hasValues ? [orNaN(dialect, "monetary_value")] : []),
    ...(hasLitt ? ["litt"] : []),
    ...(hasFirstValue ? ["first_value"] : []),
    ...(dates ? ["first", "last"].map((name) => `CAST(${name} AS ${double}) * ${dates.tick}`) : []),
    ...(holdout ? ["frequency_holdout"] : []),
    ...(holdout && hasValues ? [orNaN(dialect, "monetary_value_holdout")] : []),
  ];
  const columns = await session.doubles(`SELECT ${names.join(", ")} FROM ${relation} ORDER BY customer_id`);
  const next = (): Float64Array => columns.shift()!;
  return {
    length,
    customers: [],
    frequency: next(),
    recency: next(),
    T: next(),
    ...(hasValues && { monetaryValue: next() }),
    ...(hasLitt && { litt: next() }),
    ...(hasFirstValue && { firstValue: next() }),
    ...(dates && { firstDate: next(), lastDate: next() }),
    ...(holdout && { holdout: { ...holdout, frequency: next(), ...(hasValues && { monetaryValue: next() }) } }),
    unit,
    grain,
    ...(until !== undefined && { until }),
  };
}

/** Fetches the ids of all customers of a relation, ascending. */
export async function fetchIds(session: Session, relation: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const rows of session.batches(`SELECT customer_id FROM ${relation} ORDER BY customer_id`)) {
    for (const [id] of rows) ids.push(id!);
  }
  return ids;
}

/** Fetches the ids at some places of {@link fetchIds}, counted from 0. */
export async function fetchIdsAt(session: Session, relation: string, places: readonly number[]): Promise<string[]> {
  if (places.length === 0) return [];
  const { text } = session.dialect.types;
  const numbered = `SELECT customer_id, row_number() OVER (ORDER BY customer_id) - 1 AS place FROM ${relation}`;
  const rows = await session.texts(
    `SELECT CAST(place AS ${text}), customer_id FROM (${numbered}) WHERE place IN (${places.join(", ")})`,
  );
  const idOf = new Map(rows as [string, string][]);
  return places.map((place) => idOf.get(String(place))!);
}

/**
 * Fetches the places of all customers as text, in the order of their ids, where ids stay in the database.
 *
 * @param places - {@link keptPlaces}, of a log that gives several bases: the same place in another base would be another
 * customer.
 */
export async function fetchPlaces(session: Session, relation: string, places: string): Promise<string[]> {
  const joined = `${relation} b JOIN ${places} l ON l.placed = b.customer_id`;
  const [column] = await session.doubles(`SELECT log_place FROM ${joined} ORDER BY customer_id`);
  return Array.from(column!, String);
}

function orNaN(dialect: Dialect, column: string): string {
  return `coalesce(${column}, ${dialect.double(Number.NaN)})`;
}
