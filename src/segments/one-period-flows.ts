import { inOrder } from "../math/ranks.ts";
import type { Future } from "../model/future.ts";
import { drawBinomial } from "../random/multinomial.ts";
import type { Random } from "../random/random.ts";
import { seeded } from "../random/seeded.ts";
import { flowCounter } from "./flows.ts";
import { type AheadQuestion, type Alike, type FlowsAhead, FUTURES } from "./moves-ahead.ts";

/** The number of futures: enough for a single flow to be significant among a hundred, with 10 % false findings. */
const FUTURES_WANTED = 1000;
/** Kinds of customers × futures in all, beyond which fewer futures are drawn. */
const MOST_DRAWN = 2e7;

/**
 * Kinds of equal customers, the draws of the parameters used for them, and the segment of each kind after 0, 1, … `top`
 * purchases. More purchases change nothing.
 */
export interface KindsAhead extends Alike {
  /** The segment of each customer now. */
  readonly from: Int32Array;
  readonly parameters: AheadQuestion["parameters"];
  readonly top: number;
  /** At [kind × (top + 1)]. */
  readonly after: Int32Array;
}

/**
 * The flows between segments in one period, by a scheme without values: their exact means, and draws of all customers together.
 *
 * Whether a customer is alive depends on the history; given that, customers of one (x, T) share the law of their
 * purchases. So the number of customers alive is drawn kind by kind and added up, and their purchases are drawn for all
 * together.
 */
export function onePeriodFlows(question: AheadQuestion, kinds: KindsAhead): FlowsAhead {
  const { scheme, ends, histories, index, purchase, seed } = question;
  const { first, count, from, top, parameters } = kinds;
  const size = scheme.segments.length;
  const most = Math.min(FUTURES_WANTED, MOST_DRAWN / first.length);
  const futures = Math.max(1, Math.round(most / parameters.length));
  const counter = flowCounter(size, futures * parameters.length);
  const expected = new Float64Array(size * size);
  const lay = purchase.future(histories, true);
  const historyOf = Uint32Array.from(first, (customer) => index[customer]);
  const random = seeded(seed, FUTURES);
  let classes: Classes | undefined;
  for (const [d, draw] of parameters.entries()) {
    const future = lay(draw.purchase);
    if (classes?.group !== future.group) classes = classesOf(kinds, historyOf, future.group, size);
    const { members, of, cells } = classes;
    const states = future.states.length;
    const lawOf = countLaws(future, ends[0], top);
    const laws = new Float64Array(members.length * states * (top + 1));
    members.forEach((kind, c) => {
      lawOf(historyOf[kind]).forEach((law, s) => {
        laws.set(law, (c * states + s) * (top + 1));
      });
    });

    const alive = new Float64Array(members.length * states);
    const all = new Float64Array(members.length);
    for (let g = 0; g < first.length; g++) {
      all[of[g]] += count[g];
      for (let s = 0; s < states; s++) alive[of[g] * states + s] += count[g] * future.states[s][historyOf[g]];
    }
    for (let c = 0; c < members.length; c++) {
      let left = all[c];
      for (let s = 0; s < states; s++) {
        const customers = alive[c * states + s];
        left -= customers;
        const share = customers / parameters.length;
        const at = (c * states + s) * (top + 1);
        for (let n = 0; n <= top; n++) expected[cells[c * (top + 1) + n]] += share * laws[at + n];
      }
      expected[cells[c * (top + 1)]] += left / parameters.length;
    }

    const weights = future.states.map((weight) => inOrder(weight, historyOf));
    const chances = chancesInTurn(laws, top);
    const flows = new Float64Array(size * size);
    for (let f = 0; f < futures; f++) {
      drawLiving(random, weights, count, of, alive);
      flows.fill(0);
      for (let c = 0; c < members.length; c++) {
        let gone = all[c];
        const cell = c * (top + 1);
        for (let s = 0; s < states; s++) {
          const customers = alive[c * states + s];
          gone -= customers;
          if (customers > 0)
            dealInto(random, customers, chances, (c * states + s) * (top + 1), top, flows, cells, cell);
        }
        flows[cells[cell]] += gone;
      }
      flows.forEach((customers, cell) => {
        if (customers > 0) counter.add(d * futures + f, cell, customers);
      });
    }
  }
  return { from, flows: counter.drawn(expected) };
}

/** Kinds that make the same moves and, given that they are alive, share the law of their purchases. */
interface Classes {
  /** The groups of histories that they were made of. */
  readonly group: Int32Array;
  /** A kind of each class. */
  readonly members: readonly number[];
  /** The class of each kind. */
  readonly of: Uint32Array;
  /** The flow of a customer of each class after n purchases, at [class × (top + 1) + n]. */
  readonly cells: Int32Array;
}

function classesOf(kinds: KindsAhead, historyOf: Uint32Array, group: Int32Array, size: number): Classes {
  const { first, from, top, after } = kinds;
  const found = new Map<string, number>();
  const members: number[] = [];
  const of = Uint32Array.from(historyOf, (history, g) => {
    const moves = after.subarray(g * (top + 1), (g + 1) * (top + 1)).join(" ");
    const key = `${group[history]} ${from[first[g]]} ${moves}`;
    let place = found.get(key);
    if (place === undefined) found.set(key, (place = members.push(g) - 1));
    return place;
  });
  return { group, members, of, cells: cellsOf(kinds, size, members) };
}

/** P(N = n | alive, state) of a history for n = 0 … top − 1, and P(N ≥ top) as the last, by state. */
export function countLaws(future: Future, t: number, top: number): (history: number) => readonly Float64Array[] {
  const laws = new Map<number, readonly Float64Array[]>();
  const lawIn = (history: number, state: number): Float64Array => {
    const law = new Float64Array(top + 1);
    law.set(future.counts(history, state, t, top - 1).subarray(0, top));
    law[top] = Math.max(0, 1 - law.reduce((sum, chance) => sum + chance, 0));
    return law;
  };
  return (history) => {
    const group = future.group[history];
    let law = laws.get(group);
    if (law === undefined) laws.set(group, (law = future.states.map((_, state) => lawIn(history, state))));
    return law;
  };
}

function cellsOf({ first, from, top, after }: KindsAhead, size: number, members: readonly number[]): Int32Array {
  return Int32Array.from({ length: members.length * (top + 1) }, (_, at) => {
    const kind = members[Math.floor(at / (top + 1))];
    return from[first[kind]] * size + after[kind * (top + 1) + (at % (top + 1))];
  });
}

/** P(N = n | N ≥ n) of laws side by side. */
function chancesInTurn(laws: Float64Array, top: number): Float64Array {
  const chances = new Float64Array(laws.length);
  for (let begin = 0; begin < laws.length; begin += top + 1) {
    let rest = 1;
    for (let at = begin; at < begin + top; at++) {
      chances[at] = Math.min(1, Math.max(0, laws[at] / rest));
      rest = Math.max(Number.MIN_VALUE, rest - laws[at]);
    }
  }
  return chances;
}

/** Few customers are drawn one by one. */
const FEW = 4;

/** Draws how many customers of each class are alive in each state, from the probabilities of each kind. */
function drawLiving(
  random: Random,
  weights: readonly Float64Array[],
  count: Float64Array,
  of: Uint32Array,
  out: Float64Array,
): void {
  const states = weights.length;
  out.fill(0);
  for (let g = 0; g < of.length; g++) {
    let [left, rest] = [count[g], 1];
    for (let s = 0; s < states && left > 0; s++) {
      const weight = weights[s][g];
      const drawn = successes(random, left, Math.min(1, weight / rest));
      out[of[g] * states + s] += drawn;
      left -= drawn;
      rest = Math.max(Number.MIN_VALUE, rest - weight);
    }
  }
}

/**
 * Deals customers into flows by their numbers of purchases.
 *
 * @param chances P(N = n | N ≥ n) from `at` on, for n < `top`
 * @param cells the flow of n purchases from `cell` on
 */
function dealInto(
  random: Random,
  customers: number,
  chances: Float64Array,
  at: number,
  top: number,
  flows: Float64Array,
  cells: Int32Array,
  cell: number,
): void {
  let left = customers;
  for (let n = 0; n < top && left > 0; n++) {
    const drawn = successes(random, left, chances[at + n]);
    flows[cells[cell + n]] += drawn;
    left -= drawn;
  }
  flows[cells[cell + top]] += left;
}

function successes(random: Random, customers: number, chance: number): number {
  if (chance >= 1) return customers;
  if (customers === 1) return random.uniform() < chance ? 1 : 0;
  if (customers > FEW) return drawBinomial(random, customers, chance);
  let n = 0;
  for (let k = 0; k < customers; k++) if (random.uniform() < chance) n++;
  return n;
}
