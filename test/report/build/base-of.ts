import type { CustomerBase } from "../../../src/data/customer-base.ts";
import { DAY } from "../../../src/data/time-unit.ts";

/** A base in days from rows of (x, t_x, T, m), observed until 1998-01-01; customers are c0, c1, …. */
export function baseOf(rows: readonly (readonly [x: number, tx: number, T: number, m?: number])[]): CustomerBase {
  const until = Date.UTC(1998, 0, 1);
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  return {
    length: rows.length,
    customers: rows.map((_, k) => `c${k}`),
    frequency: column(([x]) => x),
    recency: column(([, tx]) => tx),
    T: column(([, , T]) => T),
    monetaryValue: column(([, , , m]) => m ?? Number.NaN),
    firstDate: column(([, , T]) => until - T * DAY),
    lastDate: column(([, tx, T]) => until - (T - tx) * DAY),
    unit: "day",
    grain: "day",
    until,
  };
}
