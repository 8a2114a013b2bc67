import { distinctRows } from "../data/distinct-rows.ts";
import { WholeSums } from "../data/whole-sum.ts";
import type { Runs } from "./state.ts";

/** One run, see {@link Runs}. */
export interface RunRow {
  at: number;
  to: number;
  first: number;
  band: number;
  toOrders: number;
  toBand: number;
  block: number;
  readonly ages: number[];
}

/** Rows wait for being grouped until they are this many, so the memory grows with the groups and not with the customers. */
const PART = 2 ** 17;
const KEYS = ["at", "to", "first", "band", "toOrders", "toBand", "block"] as const;

/** Runs that are grouped as they come: equal ones are one row, with their number and sums. */
export class GroupedRuns {
  readonly #cuts: number;
  readonly #rows: Rows;
  readonly #groups: Rows;

  constructor(cuts: number) {
    this.#cuts = cuts;
    this.#rows = new Rows(KEYS.length + cuts, PART);
    this.#groups = new Rows(KEYS.length + cuts, PART);
  }

  /** Adds a run with the orders of the period in which it ends, and their value in millionths. */
  add(run: RunRow, orders: number, worth: number): void {
    const rows = this.#rows;
    if (rows.length === PART) this.#group();
    const { keys, length: k } = rows;
    keys[0][k] = run.at;
    keys[1][k] = run.to;
    keys[2][k] = run.first;
    keys[3][k] = run.band;
    keys[4][k] = run.toOrders;
    keys[5][k] = run.toBand;
    keys[6][k] = run.block;
    for (let j = 0; j < this.#cuts; j++) keys[KEYS.length + j][k] = run.ages[j];
    rows.customers[k] = 1;
    rows.orders[k] = orders;
    rows.worth[k] = worth;
    rows.length++;
  }

  /** All runs, sorted by their columns in the order of {@link KEYS}, then by the ages. */
  runs(): Runs {
    this.#group();
    const { keys, length, customers, orders, worth } = this.#groups;
    const { index, first } = groupsOf(keys, length);
    const [allCustomers, allOrders] = [new Float64Array(first.length), new Float64Array(first.length)];
    const worths = new WholeSums(first.length);
    for (let k = 0; k < length; k++) {
      allCustomers[index[k]] += customers[k];
      allOrders[index[k]] += orders[k];
      worths.add(index[k], worth[k]);
    }
    const key = (k: number): Float64Array => {
      const column = new Float64Array(first.length);
      for (let group = 0; group < first.length; group++) column[group] = keys[k][first[group]];
      return column;
    };
    return {
      length: first.length,
      ...{ at: key(0), to: key(1), first: key(2), band: key(3), toOrders: key(4), toBand: key(5), block: key(6) },
      ages: Array.from({ length: this.#cuts }, (_, k) => key(KEYS.length + k)),
      ...{ customers: allCustomers, orders: allOrders, worth: worths.values() },
    };
  }

  /** Moves the rows into groups. A group whose value would exceed the whole doubles continues as another. */
  #group(): void {
    const rows = this.#rows;
    const groups = this.#groups;
    const { index, first } = groupsOf(rows.keys, rows.length);
    const groupOf = new Int32Array(first.length).fill(-1);
    for (let k = 0; k < rows.length; k++) {
      let group = groupOf[index[k]];
      if (group < 0 || Math.abs(groups.worth[group] + rows.worth[k]) > Number.MAX_SAFE_INTEGER) {
        group = groupOf[index[k]] = groups.append(rows, k);
      }
      groups.customers[group] += rows.customers[k];
      groups.orders[group] += rows.orders[k];
      groups.worth[group] += rows.worth[k];
    }
    rows.length = 0;
  }
}

/** Columns of keys and sums that grow. */
class Rows {
  readonly keys: Int32Array[];
  customers: Float64Array;
  orders: Float64Array;
  worth: Float64Array;
  length = 0;

  constructor(keys: number, capacity: number) {
    this.keys = Array.from({ length: keys }, () => new Int32Array(capacity));
    this.customers = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.worth = new Float64Array(capacity);
  }

  /** Appends the keys of a row of others, without its sums; returns its place. */
  append(others: Rows, k: number): number {
    if (this.length === this.customers.length) this.#grow();
    for (let j = 0; j < this.keys.length; j++) this.keys[j][this.length] = others.keys[j][k];
    return this.length++;
  }

  #grow(): void {
    const capacity = 2 * this.length;
    const wider = (column: Float64Array): Float64Array => {
      const next = new Float64Array(capacity);
      next.set(column);
      return next;
    };
    this.keys.forEach((column, j) => {
      this.keys[j] = new Int32Array(capacity);
      this.keys[j].set(column);
    });
    this.customers = wider(this.customers);
    this.orders = wider(this.orders);
    this.worth = wider(this.worth);
  }
}

/** The group of each row, and the first row of each group; the groups are in the order of their keys. */
interface Groups {
  readonly index: Uint32Array;
  readonly first: Uint32Array;
}

/**
 * The groups of rows with equal keys. The keys of a row become one whole number, column by column. Where it would not
 * fit into a double, the numbers so far are replaced by their ranks.
 */
function groupsOf(keys: readonly Int32Array[], length: number): Groups {
  const packed = new Float64Array(length);
  let size = 1;
  for (const key of keys) {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let k = 0; k < length; k++) {
      if (key[k] < least) least = key[k];
      if (key[k] > greatest) greatest = key[k];
    }
    const range = greatest - least + 1;
    if (size * range > Number.MAX_SAFE_INTEGER) {
      const { index, count } = distinctRows([packed], length);
      packed.set(index);
      size = count.length;
    }
    for (let k = 0; k < length; k++) packed[k] = packed[k] * range + (key[k] - least);
    size *= range;
  }
  const { index, count } = distinctRows([packed], length);
  const first = new Uint32Array(count.length);
  for (let k = length - 1; k >= 0; k--) first[index[k]] = k;
  return { index, first };
}
