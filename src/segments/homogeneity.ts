import { chiSquareTail } from "../math/chi-square.ts";
import type { Random } from "../random/random.ts";

/** Whether the customers of one segment move in the same way in every period. */
export interface Homogeneity {
  /** The segment. */
  readonly from: number;
  /** Periods that begin with customers in it, and segments that they were seen to move to. */
  readonly periods: number;
  readonly destinations: number;
  readonly freedom: number;
  /** 2 Σ n ln(n/e); absent where there is nothing to compare. */
  readonly G?: number;
  readonly pearson?: number;
  /** Of G: by χ², or by permuting the periods where fewer than 1 customer is expected in a cell. */
  readonly p?: number;
  readonly pearsonP?: number;
  readonly permuted?: boolean;
  /** The least expected number of customers in a cell. */
  readonly leastExpected?: number;
  /** The largest difference between the share of a move in one period and in all together: with many customers everything is significant. */
  readonly largestDifference?: number;
}

const PERMUTATIONS = 199;
/** More customers than this are not permuted one by one. */
const MOST_PERMUTED = 20_000;

/**
 * The likelihood-ratio and Pearson's test that the moves from each segment have the same probabilities in every period. Destinations never
 * seen take no degrees of freedom.
 *
 * Anderson & Goodman (1957), "Statistical inference about Markov chains", Ann. Math. Stat. 28(1).
 *
 * @param counts customers at [(period × segment) × segment]
 * @param random draws the permutations; without it p is always that of χ²
 */
export function homogeneity(counts: Float64Array, segments: number, random?: Random): Homogeneity[] {
  const periods = counts.length / segments ** 2;
  return Array.from({ length: segments }, (_, from): Homogeneity => {
    const rows = Array.from({ length: periods }, (_, t) =>
      counts.subarray((t * segments + from) * segments, (t * segments + from + 1) * segments),
    ).filter((row) => row.some((n) => n > 0));
    const totals = Float64Array.from({ length: segments }, (_, to) => rows.reduce((sum, row) => sum + row[to], 0));
    const seen = Array.from(totals.keys()).filter((to) => totals[to] > 0);
    const about = { from, periods: rows.length, destinations: seen.length };
    const freedom = rows.length === 0 ? 0 : (rows.length - 1) * (seen.length - 1);
    if (freedom === 0) return { ...about, freedom };
    const table = rows.map((row) => seen.map((to) => row[to]));
    const compared = compareRows(table);
    const { G, pearson, leastExpected } = compared;
    const customers = table.flat().reduce((sum, n) => sum + n, 0);
    const permuted = random !== undefined && leastExpected < 1 && customers <= MOST_PERMUTED;
    const p = permuted ? permutedP(table, G, random) : chiSquareTail(G, freedom);
    return { ...about, freedom, ...compared, p, pearsonP: chiSquareTail(pearson, freedom), permuted };
  });
}

function compareRows(table: readonly (readonly number[])[]) {
  const columns = table[0].map((_, j) => table.reduce((sum, row) => sum + row[j], 0));
  const all = columns.reduce((sum, n) => sum + n, 0);
  let [G, pearson, leastExpected, largestDifference] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (const row of table) {
    const of = row.reduce((sum, n) => sum + n, 0);
    for (const [j, n] of row.entries()) {
      const expected = (of * columns[j]) / all;
      if (n > 0) G += 2 * n * Math.log(n / expected);
      pearson += (n - expected) ** 2 / expected;
      leastExpected = Math.min(leastExpected, expected);
      largestDifference = Math.max(largestDifference, Math.abs(n - expected) / of);
    }
  }
  return { G, pearson, leastExpected, largestDifference };
}

/** The share of permutations of the periods among the customers with at least this G, this one counted. */
function permutedP(table: readonly (readonly number[])[], G: number, random: Random): number {
  const destination = table.flatMap((row) => row.flatMap((n, j) => Array<number>(n).fill(j)));
  const sizes = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  let extreme = 1;
  for (let draw = 0; draw < PERMUTATIONS; draw++) {
    for (let k = destination.length - 1; k > 0; k--) {
      const other = Math.floor(random.uniform() * (k + 1));
      [destination[k], destination[other]] = [destination[other], destination[k]];
    }
    let at = 0;
    const drawn = sizes.map((size) => {
      const row = Array<number>(table[0].length).fill(0);
      for (const end = at + size; at < end; at++) row[destination[at]]++;
      return row;
    });
    // Equal tables may differ in the last bits.
    if (compareRows(drawn).G >= G * (1 - 1e-12)) extreme++;
  }
  return extreme / (PERMUTATIONS + 1);
}
