import type { CustomerBase } from "../../data/customer-base.ts";
import { shared } from "../../io/threads.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";

/**
 * Fetches the customers of a base into memory, in the order of their ids. Some work needs them one by one, such as the
 * page. A customer takes about 70 bytes, and the id.
 *
 * @param idsStay - Whether ids stay in the database. Customers are then named after their places, from 1.
 * @param places - {@link keptPlaces}, if the base is one of several made from a log: the same place in another base
 * would be another customer.
 */
export async function fetchBase(
  session: Session,
  base: EngineBase,
  idsStay = false,
  places?: string,
): Promise<CustomerBase> {
  const { relation, dates, hasValues, hasLitt, hasFirstValue, holdout, unit, grain, until } = base;
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
    ...(places === undefined ? [] : ["log_place"]),
  ];
  const from = places === undefined ? relation : `${relation} b JOIN ${places} l ON l.placed = b.customer_id`;
  const columns = await session.doubles(`SELECT ${names.join(", ")} FROM ${from} ORDER BY customer_id`);
  const called = places === undefined ? undefined : columns.pop()!;
  // Each column is moved into shared memory at once, so the threads read it without a second copy.
  const next = (): Float64Array => shared(columns.shift()!);
  const customers: string[] = idsStay ? Array.from(columns[0]!, (_, k) => String(called?.[k] ?? k + 1)) : [];
  for await (const rows of idsStay ? [] : session.batches(`SELECT customer_id FROM ${relation} ORDER BY customer_id`)) {
    for (const [id] of rows) customers.push(id!);
  }
  return {
    length: customers.length,
    customers,
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

function orNaN(dialect: Dialect, column: string): string {
  return `coalesce(${column}, ${dialect.double(Number.NaN)})`;
}
