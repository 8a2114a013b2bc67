import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { SpendModel } from "../model.ts";
import type { FuturesQuestion } from "../predict/draw-futures.ts";
import { type CustomerStates, depthOf } from "./customer-states.ts";
import type { FlowDraws } from "./flows.ts";
import type { Scheme } from "./scheme.ts";
import { segmentAhead } from "./segment-ahead.ts";

/** The customers and the model of expected moves. */
export interface AheadQuestion extends FuturesQuestion {
  readonly scheme: Scheme;
  readonly states: CustomerStates;
  /** The period at whose end the states are. */
  readonly now: number;
  /** For schemes by value: m of each customer, and the model of it. */
  readonly spend?: { readonly model: SpendModel; readonly monetaryValue: Float64Array } | undefined;
  /** Joint draws of the parameters. */
  readonly parameters: readonly ParameterDraw[];
  readonly seed: number;
  /** The number of futures where they are drawn one by one; default 1000. */
  readonly futures?: number;
}

/** The flows of all customers together that are expected in some periods. */
export interface FlowsAhead {
  /** The segment of each customer now. */
  readonly from: Int32Array;
  readonly flows: FlowDraws;
}

/** The same, and where each customer is expected. */
export interface MovesAhead extends FlowsAhead {
  /** P(segment) at [row × segments]. */
  readonly probability: Float64Array;
  /** The row of each customer. */
  readonly row: Uint32Array;
}

/** The streams of the seed that draw futures; those of resamples begin at 0. */
export const FUTURES = 2 ** 31;

/** The number of draws of the parameters where each takes long. */
export const ENOUGH_PARAMETERS = 50;

/** A number of elements, evenly spaced; all of them if they are few. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  const length = Math.min(all.length, most);
  return Array.from({ length }, (_, k) => all[Math.floor((k * all.length) / length)]);
}

/** Kinds of customers: customers of one kind have equal histories and states, and so equal probabilities. */
export interface Alike {
  /** A customer of each kind. */
  readonly first: Uint32Array;
  readonly count: Float64Array;
  /** The kind of each customer. */
  readonly kind: Uint32Array;
}

/** Groups customers by history and by all that a scheme without values looks at. */
export function alike({ scheme, states, index }: Pick<AheadQuestion, "scheme" | "states" | "index">): Alike {
  const { length, last, slots } = states;
  const depth = depthOf(scheme);
  const kinds = new Map<string, number>();
  const first: number[] = [];
  const count: number[] = [];
  const kind = new Uint32Array(length);
  for (let k = 0; k < length; k++) {
    let key = `${index[k]} ${last[k]}`;
    for (let j = 0; j < depth; j++) key += ` ${slots[j][k]}`;
    let found = kinds.get(key);
    if (found === undefined) {
      kinds.set(key, (found = first.length));
      first.push(k);
      count.push(0);
    }
    count[found]++;
    kind[k] = found;
  }
  return { first: Uint32Array.from(first), count: Float64Array.from(count), kind };
}

/** The segment of each customer now. */
export function segmentsNow({ scheme, states, now }: Pick<AheadQuestion, "scheme" | "states" | "now">): Int32Array {
  return Int32Array.from({ length: states.length }, (_, k) => segmentAhead(scheme, states, k, now, []));
}
