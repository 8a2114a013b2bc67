import type { CustomerBase } from "../data/customer-base.ts";
import { distinctRows } from "../data/distinct-rows.ts";
import type { Histories, SpendHistories } from "../model.ts";

/** Customers as the bootstrap draws them: one row for each distinct (x, t_x, T, m), with its place among both kinds of histories. */
export interface JointHistories {
  /** Customers of each row. */
  readonly count: Float64Array;
  /** The place of each row in `purchase`, and in `spend`; −1 for a row without one. */
  readonly purchaseOf: Int32Array;
  readonly spendOf: Int32Array;
  readonly purchase: Histories;
  readonly spend: SpendHistories;
}

/**
 * The joint histories of a base: a purchase history and a spend history for each customer, kept together.
 *
 * Customers without a value > 0 per repeat purchase have a purchase history only. The halves are those of `buildHistories` and
 * `buildSpendHistories`.
 *
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 *   value: 10 + (k % 7),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week" });
 * jointHistories(base).count.length; // 94
 */
export function jointHistories(base: CustomerBase): JointHistories {
  const joint = jointRows(base);
  const [x, tx, T, values] = joint.columns;
  const rows = new Uint32Array(x.length).map((_, row) => row);
  const purchase = weighed([x, tx, T], joint.count, rows);
  const spend = weighed(
    [x, values],
    joint.count,
    rows.filter((k) => x[k] > 0 && values[k] > 0),
  );
  return {
    count: joint.count,
    purchaseOf: purchase.place,
    spendOf: spend.place,
    purchase: {
      length: purchase.count.length,
      frequency: purchase.rows[0],
      recency: purchase.rows[1],
      T: purchase.rows[2],
      count: purchase.count,
    },
    spend: {
      length: spend.count.length,
      frequency: spend.rows[0],
      monetaryValue: spend.rows[1],
      count: spend.count,
    },
  };
}

/** The distinct (x, t_x, T, m) of a base in the order of the joint histories, and the place of every customer among them. */
export function jointRows(base: CustomerBase): ReturnType<typeof distinctRows> {
  const m = (base.monetaryValue ?? new Float64Array(base.length)).map((value) => (Number.isNaN(value) ? 0 : value));
  return distinctRows([base.frequency, base.recency, base.T, m], base.length);
}

/** The distinct ones among the kept rows, the customers of each, and the place of every row (−1: not kept). */
function weighed(table: readonly Float64Array[], customers: Float64Array, kept: Uint32Array) {
  const of = (column: Float64Array): Float64Array => {
    const out = new Float64Array(kept.length);
    for (let k = 0; k < kept.length; k++) out[k] = column[kept[k]];
    return out;
  };
  const { columns: rows, index } = distinctRows(table.map(of), kept.length);
  const place = new Int32Array(customers.length).fill(-1);
  const count = new Float64Array(rows[0].length);
  kept.forEach((row, k) => {
    place[row] = index[k];
    count[index[k]] += customers[row];
  });
  return { rows, count, place };
}
