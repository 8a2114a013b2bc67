import { requireHorizon, requireNonNegative } from "../../src/errors.ts";
import { smoothTable } from "../../src/math/smooth-table.ts";
import type { Future } from "../../src/model/future.ts";
import type { HistoryColumns, Parameters, PurchaseModel } from "../../src/model.ts";
import { groupHistories } from "./history-groups.ts";

/** A law of a customer alive at T in a state, after x repeat purchases. It does not depend on t_x. */
type Law<Result, Rest extends readonly number[]> = (
  theta: Parameters,
  x: number,
  T: number,
  state: number,
  t: number,
  ...rest: Rest
) => Result;

/** The quantities that a model of S alive states must give; the rest of its future follows. */
export interface AliveStates {
  /** S ≥ 1. */
  readonly states: number;
  /**
   * Lays out histories. The returned function writes P(alive at T, and in state j) into the j-th column, and P(alive at
   * T) into `alive`. With S = 1 `alive` is the only column.
   *
   * @param often whether many sets of parameters will follow, so that tables pay
   */
  weights(
    histories: HistoryColumns,
    often: boolean,
  ): (theta: Parameters, out: readonly Float64Array[], alive: Float64Array) => void;
  /** P(gone by T | x, t_x, T), which keeps its digits where it is small. */
  gone(theta: Parameters, x: number, tx: number, T: number): number;
  /** P(alive at the next opportunity | alive after n, x purchases), of a model that counts periods. */
  next?(theta: Parameters, x: number, n: number): number;
  /** Expected purchases in (T, T+t]; t may be ∞. */
  readonly expected: Law<number, []>;
  /** The same, each discounted by e^(−δs) when it happens at T+s, δ > 0; t may be ∞. */
  readonly discounted: Law<number, [delta: number]>;
  /** P(at least one purchase in (T, T+t]). */
  readonly some: Law<number, []>;
  /** P(no purchase in (T, T+t]). */
  readonly none: Law<number, []>;
  /** P(n purchases in (T, T+t]) for n = 0 … nMax. */
  readonly counts: Law<Float64Array, [nMax: number]>;
}

/**
 * The future of a model whose customers are gone or in one of S alive states:
 *
 *     E[Y(t) | x, t_x, T] = Σ_j w_j(x, t_x, T)·G_j(x, T, t)
 *
 * With S = 1 this is P(alive | x, t_x, T)·G(x, T, t), along which (M)BG/NBD, Pareto/NBD and NBD factorise. The weights are taken history
 * by history, the laws once for each distinct (x, T) and state, when they are asked for.
 */
export function aliveStates(model: AliveStates): PurchaseModel["future"] {
  return (histories, often = false) => {
    const fill = model.weights(histories, often);
    const { length } = histories;
    // Only when a law is asked for: P(alive) needs no groups.
    const groups = once(() => {
      const { group, frequency, T } = groupHistories(histories);
      // A model that counts periods has laws at whole ages only.
      return { group, frequency, T, tables: often && model.next === undefined ? tablesOf(frequency, T) : undefined };
    });
    /** Of each group, a law of one state. */
    const tabulate = (law: (x: number, T: number) => number): Float64Array => {
      const { frequency, T, tables } = groups();
      return tables ? tables(law) : frequency.map((x, k) => law(x, T[k]));
    };

    return (theta): Future => {
      const states = Array.from({ length: model.states }, () => new Float64Array(length));
      // Not the sum of the states, which rounding may lift above 1.
      const alive = states.length === 1 ? states[0] : new Float64Array(length);
      fill(theta, states, alive);

      /** Σ_j w_j·law_j, by history. */
      const mix = (tableOf: (state: number) => Float64Array): Float64Array => {
        const out = new Float64Array(length);
        const { group } = groups();
        states.forEach((weight, state) => {
          const table = tableOf(state);
          for (let k = 0; k < length; k++) {
            const law = table[group[k]];
            // However unlikely it is to be alive: a mean that does not exist is no 0.
            out[k] += law === Number.POSITIVE_INFINITY ? law : weight[k] * law;
          }
        });
        return out;
      };
      const tablesOfExpected = remembered((t: number) =>
        states.map((_, state) => tabulate((x, age) => model.expected(theta, x, age, state, t))),
      );
      const tablesOfDiscounted = remembered((t: number, delta: number) =>
        states.map((_, state) => tabulate((x, age) => model.discounted(theta, x, age, state, t, delta))),
      );
      const expected = (t: number): Float64Array => {
        requireHorizon("t", t);
        const tables = tablesOfExpected(t);
        return mix((state) => tables[state]);
      };
      const discounted = (t: number, delta: number): Float64Array => {
        requireHorizon("t", t);
        requireNonNegative("delta", delta);
        if (delta === 0) return expected(t);
        const tables = tablesOfDiscounted(t, delta);
        return mix((state) => tables[state]);
      };
      const aliveNext = (): Float64Array => {
        const next = tabulate((x, n) => model.next!(theta, x, n));
        const { group } = groups();
        return alive.map((weight, k) => weight * next[group[k]]);
      };
      return {
        alive,
        ...(model.next && { aliveNext: aliveNext() }),
        states,
        get group() {
          return groups().group;
        },
        expected,
        discounted,
        discount(t, delta) {
          requireNonNegative("delta", delta);
          if (delta === 0 || t === 0) return new Float64Array(length).fill(1);
          if (states.length === 1) {
            const [[part], [whole]] = [tablesOfDiscounted(t, delta), tablesOfExpected(t)];
            const { group } = groups();
            return new Float64Array(length).map((_, k) => part[group[k]] / whole[group[k]]);
          }
          const plain = expected(t);
          return discounted(t, delta).map((part, k) => (plain[k] > 0 ? part / plain[k] : 1));
        },
        some(t) {
          requireNonNegative("t", t);
          return mix((state) => tabulate((x, age) => model.some(theta, x, age, state, t)));
        },
        someOf(k, t) {
          let some = 0;
          for (let j = 0; j < states.length; j++) {
            some += states[j][k] * model.some(theta, histories.frequency[k], histories.T[k], j, t);
          }
          return some;
        },
        none(t) {
          requireNonNegative("t", t);
          const quiet = mix((state) => tabulate((x, age) => model.none(theta, x, age, state, t)));
          for (let k = 0; k < length; k++) {
            quiet[k] += model.gone(theta, histories.frequency[k], histories.recency[k], histories.T[k]);
          }
          return quiet;
        },
        counts: (k, state, t, nMax) => model.counts(theta, histories.frequency[k], histories.T[k], state, t, nMax),
      };
    };
  };
}

/** The same where laws are wanted under many sets of parameters: smooth in T, they are interpolated where an x has many ages. */
function tablesOf(frequency: Float64Array, T: Float64Array) {
  const runs: { readonly x: number; readonly begin: number; readonly fill: ReturnType<typeof smoothTable> }[] = [];
  for (let begin = 0, end = 0; begin < frequency.length; begin = end) {
    const x = frequency[begin];
    while (end < frequency.length && frequency[end] === x) end++;
    runs.push({ x, begin, fill: smoothTable(T.subarray(begin, end)) });
  }
  return (law: (x: number, T: number) => number): Float64Array => {
    const out = new Float64Array(frequency.length);
    for (const { x, begin, fill } of runs) fill((age) => law(x, age), out, begin);
    return out;
  };
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}

/** Keeps the last result: what is expected of a time is asked for again with its discount. */
function remembered<Args extends readonly number[], Result>(
  make: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (last === undefined || args.some((arg, i) => arg !== last!.args[i])) last = { args, result: make(...args) };
    return last.result;
  };
}
