import { columnsOf, compileExpression, type Expression } from "../data/expression.ts";
import type { OrderTerms } from "./order-terms.ts";

/**
 * The worth of purchases as one formula tree, which memory compiles and an engine renders as SQL: the same operations in the same order,
 * so the same bits.
 *
 *     worth = s·z·n − k·n
 *
 * With z = E[Z] and n = D(h), the discounted expected purchases, it is the net CLV: expected spend enters it linearly. With the mean value
 * and the number of past orders it is their contribution. k = 0 leaves s·z·n alone, to the last bit the CLV without costs.
 *
 * @param s a number, or the column that holds it
 * @param k a number, or the column that holds it
 * @param value the column of the value per purchase
 * @param purchases the column of the number of purchases
 */
export function worthFormula(s: number | string, k: number | string, value: string, purchases: string): Expression {
  const turnover = product(product(leaf(s), leaf(value)), leaf(purchases));
  return k === 0 ? turnover : difference(turnover, product(leaf(k), leaf(purchases)));
}

/** s·total − k·n: what is left of orders whose value is known as a total. */
export function contributionFormula(s: number | string, k: number | string, total: string, orders: string): Expression {
  const turnover = product(leaf(s), leaf(total));
  return k === 0 ? turnover : difference(turnover, product(leaf(k), leaf(orders)));
}

/** A formula over columns, by row: `terms` are those of the group of each row. NaN where an operand is NaN. */
export function byGroup(
  terms: readonly OrderTerms[],
  of: Uint32Array,
  formula: (terms: OrderTerms) => Expression,
  columns: Readonly<Record<string, Float64Array>>,
): Float64Array {
  const compiled = terms.map((group) => {
    const expression = formula(group);
    return { evaluate: compileExpression(expression), operands: columnsOf(expression).map((name) => columns[name]) };
  });
  const out = new Float64Array(of.length);
  const values: number[] = [];
  for (let i = 0; i < out.length; i++) {
    const { evaluate, operands } = compiled[of[i]];
    for (let j = 0; j < operands.length; j++) values[j] = operands[j][i];
    out[i] = evaluate(values);
  }
  return out;
}

function leaf(of: number | string): Expression {
  return typeof of === "number" ? { kind: "number", value: of } : { kind: "column", name: of };
}

function product(left: Expression, right: Expression): Expression {
  return { kind: "binary", operator: "*", left, right };
}

function difference(left: Expression, right: Expression): Expression {
  return { kind: "binary", operator: "-", left, right };
}
