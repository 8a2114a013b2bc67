import type { Future } from "../model/future.ts";
import { drawBinomial } from "../random/multinomial.ts";
import type { Random } from "../random/random.ts";
import { seeded } from "../random/seeded.ts";
import { flowCounter } from "./flows.ts";
import { type AheadQuestion, type Alike, type FlowsAhead, FUTURES } from "./moves-ahead.ts";

/** The number of futures: enough for a single flow to be significant among some hundred. */
const FUTURES_WANTED = 2000;
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
  const { first, count, from, top, after, parameters } = kinds;
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
    if (classes?.group !== future.group) classes = classesOf(kinds, historyOf, future.group);
    const { members, of } = classes;
    const states = future.states.length;
    const lawOf = countLaws(future, ends[0], top);
    const laws = members.map((kind) => lawOf(historyOf[kind]));
    /** Adds customers of a class after so many purchases. */
    const into = (flows: Float64Array, c: number, n: number, customers: number): void => {
      const kind = members[c];
      flows[from[first[kind]] * size + after[kind * (top + 1) + n]] += customers;
    };

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
        for (let n = 0; n <= top; n++) into(expected, c, n, share * laws[c][s][n]);
      }
      into(expected, c, 0, left / parameters.length);
    }

    for (let f = 0; f < futures; f++) {
      drawLiving(random, future, historyOf, count, of, alive);
      const flows = new Float64Array(size * size);
      for (let c = 0; c < members.length; c++) {
        let gone = all[c];
        for (let s = 0; s < states; s++) {
          const customers = alive[c * states + s];
          gone -= customers;
          dealInto(random, customers, laws[c][s], (n, dealt) => into(flows, c, n, dealt));
        }
        into(flows, c, 0, gone);
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
}

function classesOf({ first, from, top, after }: KindsAhead, historyOf: Uint32Array, group: Int32Array): Classes {
  const found = new Map<string, number>();
  const members: number[] = [];
  const of = Uint32Array.from(historyOf, (history, g) => {
    const moves = after.subarray(g * (top + 1), (g + 1) * (top + 1)).join(" ");
    const key = `${group[history]} ${from[first[g]]} ${moves}`;
    let place = found.get(key);
    if (place === undefined) found.set(key, (place = members.push(g) - 1));
    return place;
  });
  return { group, members, of };
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

/** Few customers are drawn one by one. */
const FEW = 4;

/** Draws how many customers of each class are alive in each state. */
function drawLiving(
  random: Random,
  { states }: Future,
  historyOf: Uint32Array,
  count: Float64Array,
  of: Uint32Array,
  out: Float64Array,
): void {
  out.fill(0);
  for (let g = 0; g < historyOf.length; g++) {
    let [left, rest] = [count[g], 1];
    for (let s = 0; s < states.length && left > 0; s++) {
      const weight = states[s][historyOf[g]];
      const drawn = successes(random, left, Math.min(1, weight / rest));
      out[of[g] * states.length + s] += drawn;
      left -= drawn;
      rest = Math.max(Number.MIN_VALUE, rest - weight);
    }
  }
}

/** Deals customers into classes by their chances, which add up to 1. */
function dealInto(
  random: Random,
  customers: number,
  chances: Float64Array,
  add: (n: number, customers: number) => void,
): void {
  const last = chances.length - 1;
  let [left, rest] = [customers, 1];
  for (let n = 0; n < last && left > 0; n++) {
    const drawn = successes(random, left, Math.min(1, Math.max(0, chances[n] / rest)));
    if (drawn > 0) add(n, drawn);
    left -= drawn;
    rest = Math.max(Number.MIN_VALUE, rest - chances[n]);
  }
  if (left > 0) add(last, left);
}

function successes(random: Random, customers: number, chance: number): number {
  if (chance >= 1) return customers;
  if (customers > FEW) return drawBinomial(random, customers, chance);
  let n = 0;
  for (let k = 0; k < customers; k++) if (random.uniform() < chance) n++;
  return n;
}
