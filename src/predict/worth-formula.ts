import type { Expression } from "../data/expression.ts";

/** The costs of an order: an order of value z has the contribution s·z − k. */
export interface OrderTerms {
  /** The share of the value that remains, > 0. */
  readonly s: number;
  /** Cost of an order that does not depend on its value, ≥ 0. */
  readonly k: number;
}

/** The same in a formula: numbers, or the columns with them. */
export interface FormulaTerms {
  readonly s: number | string;
  readonly k: number | string;
}

/** The terms of a margin alone: an order has no cost beyond its part of the value. */
export function termsOfMargin(margin: number): OrderTerms {
  return { s: margin, k: 0 };
}

/** The operations of a formula. The formula is written once, for numbers and for the nodes of a formula tree. */
interface Arithmetic<Term> {
  times(a: Term, b: Term): Term;
  minus(a: Term, b: Term): Term;
}

const NUMBERS: Arithmetic<number> = { times: (a, b) => a * b, minus: (a, b) => a - b };

const TREES: Arithmetic<Expression> = {
  times: (left, right) => ({ kind: "binary", operator: "*", left, right }),
  minus: (left, right) => ({ kind: "binary", operator: "-", left, right }),
};

/** s·z·n − k·n. With k = 0 it is s·z·n, even if n is infinite. */
function worthIn<Term>({ times, minus }: Arithmetic<Term>, s: Term, k: Term | 0, z: Term, n: Term): Term {
  const turnover = times(times(s, z), n);
  return k === 0 ? turnover : minus(turnover, times(k, n));
}

/**
 * The worth of n purchases of value z each:
 *
 *     worth = s·z·n − k·n
 *
 * With z = E[Z] and n = D(h), the discounted expected purchases, it is the net CLV: expected spend enters it linearly. With k = 0 it is
 * s·z·n, to the last bit the CLV at a margin of s.
 *
 * @example
 * worth({ s: 0.25, k: 2 }, 40, 3); // 24
 */
export function worth({ s, k }: OrderTerms, value: number, purchases: number): number {
  return worthIn(NUMBERS, s, k, value, purchases);
}

/**
 * {@link worth} as a formula tree, which is evaluated over columns in memory or written as SQL. Both have the same
 * operations in the same order, and so the same bits.
 *
 * @param s a number, or the column that holds it
 * @param k a number, or the column that holds it
 * @param value the column of the value per purchase
 * @param purchases the column of the number of purchases
 */
export function worthFormula(s: number | string, k: number | string, value: string, purchases: string): Expression {
  return worthIn(TREES, leaf(s), k === 0 ? k : leaf(k), leaf(value), leaf(purchases));
}

/** s·total − k·n: the contribution of n orders with a known total value. */
export function contributionFormula(s: number | string, k: number | string, total: string, orders: string): Expression {
  const turnover = TREES.times(leaf(s), leaf(total));
  return k === 0 ? turnover : TREES.minus(turnover, TREES.times(leaf(k), leaf(orders)));
}

/** a − b of two columns. */
export function differenceFormula(a: string, b: string): Expression {
  return TREES.minus(leaf(a), leaf(b));
}

/** a + b of two columns. */
export function sumFormula(a: string, b: string): Expression {
  return { kind: "binary", operator: "+", left: leaf(a), right: leaf(b) };
}

function leaf(of: number | string): Expression {
  return typeof of === "number" ? { kind: "number", value: of } : { kind: "column", name: of };
}
