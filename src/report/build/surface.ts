import { quickselect } from "simple-statistics";
import type { CustomerBase } from "../../data/customer-base.ts";
import type { Parameters, PurchaseModel } from "../../model.ts";
import type { Surface } from "../report-data.ts";

const ROWS = 10;
const COLUMNS = 10;
/** Round numbers of repeat purchases. Those in the base are thinned to {@link ROWS}. */
const LADDER = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 750, 1000];
/** Rows go up to this quantile of frequency among repeat buyers. */
const QUANTILE = 0.998;

/** P(alive) and expected purchases within `t` of the longest known customers, over a grid of frequency and recency. */
export function buildSurface(base: CustomerBase, purchase: PurchaseModel, theta: Parameters, t: number): Surface {
  const T = base.T.reduce((longest, age) => Math.max(longest, age), 0);
  const frequency = rungs(base.frequency);
  const counts = purchase.clock === "periods";
  // The last column is T itself: T·10/10 may be one ulp above T, where no history can be.
  const even = Array.from({ length: COLUMNS }, (_, column) =>
    column === COLUMNS - 1 ? T : (T * (column + 1)) / COLUMNS,
  );
  const recency = counts ? [...new Set(even.map(Math.ceil))] : even;
  const columns = recency.length;
  // Where opportunities are counted, there are no more purchases than those up to the last: such a cell is left empty.
  const possible = (x: number, tx: number): boolean => !counts || x <= tx;
  const cells = frequency.flatMap((x) => recency.map((tx) => [possible(x, tx) ? x : tx, tx]));
  const length = 1 + cells.length;
  const histories = {
    length,
    frequency: Float64Array.of(0, ...cells.map(([x]) => x)),
    recency: Float64Array.of(0, ...cells.map(([, tx]) => tx)),
    T: new Float64Array(length).fill(T),
  };
  const future = purchase.future(histories)(theta);
  const expected = future.expected(t);
  const rows = (column: Float64Array): number[][] =>
    frequency.map((x, row) =>
      Array.from(column.subarray(1 + row * columns, 1 + (row + 1) * columns), (value, k) =>
        possible(x, recency[k]) ? value : Number.NaN,
      ),
    );
  return {
    T,
    frequency,
    recency,
    probabilityAlive: rows(future.alive),
    expectedPurchases: rows(expected),
    noRepeat: { probabilityAlive: future.alive[0], expectedPurchases: expected[0] },
  };
}

function rungs(frequency: Float64Array): number[] {
  const repeat = frequency.filter((x) => x > 0);
  const place = Math.floor(QUANTILE * (repeat.length - 1));
  if (place >= 0) quickselect(repeat as unknown as number[], place);
  const most = Math.max(repeat[place] ?? 0, LADDER[2]);
  const fitting = LADDER.filter((x) => x <= most);
  if (fitting.length <= ROWS) return fitting;
  const step = (fitting.length - 1) / (ROWS - 1);
  return Array.from({ length: ROWS }, (_, row) => fitting[Math.round(row * step)]);
}
