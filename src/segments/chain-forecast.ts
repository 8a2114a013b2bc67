import type { Random } from "../random/random.ts";
import { type Chain, chainValue } from "./chain.ts";
import type { Moves } from "./moves.ts";
import { quantileOf } from "./quantile-of.ts";
import { resampleBlocks } from "./resample-blocks.ts";

/** Resamples of the blocks of customers. */
const RESAMPLES = 199;

/** The forecast of the chain of observed moves for the customers of the last snapshot. */
export interface ChainForecast {
  /** By segment, per customer: orders, and their value in millionths. */
  readonly orders: Float64Array;
  readonly worth: Float64Array;
  /** Of all customers, with the ends of intervals from resampling blocks of customers. */
  readonly totalOrders: ChainTotal;
  readonly totalWorth: ChainTotal;
  /** Customers by segment after the periods. */
  readonly snapshot: Float64Array;
  /** Customers in segments without observed moves, for which the chain has no forecast. */
  readonly unknown: number;
}

/** A total with the ends of its interval. */
export interface ChainTotal {
  readonly total: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Follows the chain of moves for some periods: the purchases in the period after a segment, and the segments that
 * customers move to.
 *
 * @param moves up to the last snapshot, from which the chain goes on
 * @param level in (0, 1)
 */
export function chainForecast(moves: Moves, periods: number, level: number, random: Random): ChainForecast {
  const { segments: size, byBlock, ordersByBlock, worthByBlock, snapshots } = moves;
  const blocks = byBlock.length / (size * size);
  const now = snapshots.subarray(snapshots.length - size);
  const even = new Float64Array(blocks).fill(1);
  /** The chains of orders and of worth: the same moves, with other rewards. */
  const chainsOf = (weight: Float64Array): readonly [orders: Chain, worth: Chain] => {
    const counts = weighed(byBlock, weight, size * size);
    const of = Float64Array.from({ length: size }, (_, from) => rowOf(counts, from, size));
    const moves = movesOf(counts, of, size);
    const chain = (rewards: Float64Array): Chain => {
      const reward = weighed(rewards, weight, size).map((sum, from) => (of[from] > 0 ? sum / of[from] : 0));
      return { segments: size, moves, reward };
    };
    return [chain(ordersByBlock), chain(worthByBlock)];
  };
  const terms = { periods, factor: 1 };
  const followBoth = (weight: Float64Array) => chainsOf(weight).map((chain) => chainValue(chain, terms));
  const totalOf = (value: Float64Array): number => value.reduce((sum, v, k) => sum + v * now[k], 0);
  const [orders, worth] = followBoth(even);
  const drawn = [new Float64Array(RESAMPLES), new Float64Array(RESAMPLES)];
  const weight = new Float64Array(blocks);
  for (let r = 0; r < RESAMPLES; r++) {
    resampleBlocks(random, weight);
    followBoth(weight).forEach((value, k) => {
      drawn[k][r] = totalOf(value);
    });
  }
  const interval = (total: number, of: Float64Array): ChainTotal => {
    const sorted = of.slice().sort();
    return { total, low: quantileOf(sorted, (1 - level) / 2), high: quantileOf(sorted, (1 + level) / 2) };
  };
  const [chain] = chainsOf(even);
  const snapshot = Array.from({ length: periods }).reduce<Float64Array>((last) => followed(last, chain.moves), now);
  const left = weighed(byBlock, even, size * size);
  const unknown = now.reduce((sum, n, from) => (rowOf(left, from, size) === 0 ? sum + n : sum), 0);
  return {
    ...{ orders, worth, snapshot, unknown },
    totalOrders: interval(totalOf(orders), drawn[0]),
    totalWorth: interval(totalOf(worth), drawn[1]),
  };
}

/** Columns of blocks, added up by weight. */
function weighed(byBlock: Float64Array, weight: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (let b = 0; b < weight.length; b++) {
    if (weight[b] === 0) continue;
    for (let k = 0; k < size; k++) sums[k] += weight[b] * byBlock[b * size + k];
  }
  return sums;
}

/** The probabilities of the moves; customers of a segment without any stay. */
function movesOf(counts: Float64Array, of: Float64Array, size: number): Float64Array {
  return counts.map((n, cell) => {
    const from = Math.floor(cell / size);
    return of[from] > 0 ? n / of[from] : Number(cell % size === from);
  });
}

function rowOf(counts: Float64Array, from: number, size: number): number {
  let sum = 0;
  for (let to = 0; to < size; to++) sum += counts[from * size + to];
  return sum;
}

function followed(snapshot: Float64Array, moves: Float64Array): Float64Array {
  const size = snapshot.length;
  const next = new Float64Array(size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) next[to] += snapshot[from] * moves[from * size + to];
  }
  return next;
}
