import { BlockPaths } from "./block-path.ts";
import type { Moves } from "./moves.ts";
import { BLOCKS } from "./state.ts";

/**
 * The segments of customers at the end of a period, and their purchases in the next one: columns of the same customers.
 */
export interface Members {
  /** The place of the segment; {@link NOWHERE} before the first purchase. */
  readonly segment: Int32Array;
  /** Orders in the next period, and their value in millionths. */
  readonly orders: Float64Array;
  readonly worth: Float64Array;
}

/** The segment before the first purchase. */
export const NOWHERE = -1;

/** Keeps orders apart from segments in a path. */
const APART = 500_000;

/**
 * The moves of customers whose segment is known at the end of each period, for segments that no rule over purchases gives.
 *
 * The blocks of customers follow from segments and purchases, so neither ids nor the order of the customers have a part in them.
 *
 * @param members period by period, from `first` on
 */
export function movesOfMembers(members: readonly Members[], segments: number, first: number): Moves {
  const { length } = members;
  const customers = members[0].segment.length;
  const table = (rows: number): Float64Array => new Float64Array(rows * segments);
  const [snapshots, entries, orders, worth] = [table(length), table(length), table(length), table(length)];
  const counts = table(Math.max(0, length - 1) * segments);
  const byBlock = table(BLOCKS * segments);
  const [ordersByBlock, worthByBlock] = [table(BLOCKS), table(BLOCKS)];
  const paths = new BlockPaths(customers);
  for (let c = 0; c < customers; c++) {
    for (let t = 0; t < length; t++) {
      if (members[t].segment[c] === NOWHERE) continue;
      paths.add(c, first + t, members[t].segment[c], 0);
      paths.add(c, first + t + APART, members[t].orders[c], members[t].worth[c]);
    }
  }
  const blocks = paths.deal(BLOCKS);
  for (let c = 0; c < customers; c++) {
    const block = blocks[c];
    for (let t = 0; t < length; t++) {
      const here = members[t].segment[c];
      if (here === NOWHERE) continue;
      const row = t * segments + here;
      snapshots[row]++;
      if (t === 0 || members[t - 1].segment[c] === NOWHERE) entries[row]++;
      const next = members[t + 1]?.segment[c] ?? NOWHERE;
      if (next === NOWHERE) continue;
      counts[row * segments + next]++;
      byBlock[(block * segments + here) * segments + next]++;
      orders[row] += members[t].orders[c];
      worth[row] += members[t].worth[c];
      ordersByBlock[block * segments + here] += members[t].orders[c];
      worthByBlock[block * segments + here] += members[t].worth[c];
    }
  }
  return {
    ...{ segments, first, length, snapshots, entries, counts, byBlock },
    ...{ orders, worth, ordersByBlock, worthByBlock },
  };
}
