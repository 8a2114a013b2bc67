import { describe, expect, it } from "vitest";
import { toLink } from "../../src/fit/link.ts";
import type { Histories, Parameters, PurchaseModel } from "../../src/model.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { expectClose } from "./close.ts";
import { fixture, type ReferenceRow, sharedReference } from "./reference.ts";

/** Where a double has fewer than 53 bits: below this a relative error says nothing. */
const SMALLEST_NORMAL = 2.3e-308;

/**
 * Compares a purchase model with its fixture, and with the 50-digit reference if available, in every row and column.
 * The tolerances: values to 1e-12, gradients to 1e-10, the log-likelihood to 1e-13 of the largest of its terms. The
 * terms cancel where it is near 0.
 *
 * @param ours the values of the house's reference by the model's own parameters, where these are others
 */
export function describeReference(
  model: PurchaseModel,
  ours: (value: ReferenceRow["value"]) => ReferenceRow["value"] = (value) => value,
): void {
  const shared = sharedReference(`family/${model.name}`)?.map((row) => ({ ...row, value: ours(row.value) }));
  for (const [name, rows] of [
    [`test/fixtures/${model.name}.csv`, fixture(model.name)],
    [`shared/reference/family/${model.name}.csv`, shared],
  ] as const) {
    describe.skipIf(rows === undefined)(`${model.title} against ${name}, on every row`, () => {
      it("has rows", () => expect(rows!.length).toBeGreaterThan(10));

      it("the log-likelihood and its gradient", () => {
        each(rows!, (v, what) => {
          const objective = model.objective(dataOf(v));
          const n = model.parameters.length;
          const out = { value: 0, gradient: new Float64Array(n), hessian: new Float64Array(n * n) };
          objective.evaluate(toLink(model.parameters, v), out);
          const size = largestTerm(v);
          expectClose(out.value, v.ll, 1e-12, `ll, ${what}`, 1e-13 * size);
          model.parameters.forEach(({ name }, i) => {
            expectClose(out.gradient[i], v[`dll_dlog${name}`], 1e-10, `d ll/d ln ${name}, ${what}`, 1e-13 * size);
          });
        });
      });

      const column = (name: string, of: (v: ReferenceRow["value"]) => number): void =>
        it.skipIf(rows !== undefined && !(name in rows[0].value))(name, () => {
          each(rows!, (v, what) => expectClose(of(v), v[name], 1e-12, what, SMALLEST_NORMAL));
        });
      column("p_alive", (v) => customerOf(model, v).alive);
      column("exp_x_t", (v) => model.newcomer(v).expected(v.t));
      column("exp_y_t", (v) => customerOf(model, v).expected(v.t));
      column("exp_y_t_discounted", (v) => customerOf(model, v).discounted(v.t, v.delta));
      column("pmf", (v) => model.newcomer(v).counts(v.t, v.n)[v.n]);
      column("p_none_t", (v) => customerOf(model, v).none(v.t));
    });
  }
}

function each(rows: readonly ReferenceRow[], check: (value: ReferenceRow["value"], what: string) => void): void {
  for (const { category, line, value } of rows) check(value, `line ${line} (${category})`);
}

/** t_x of a row; of models that do not look at it, any there can be. */
function recencyOf({ x, tx, T }: ReferenceRow["value"]): number {
  return tx ?? (x === 0 ? 0 : T);
}

function customerOf(model: PurchaseModel, v: ReferenceRow["value"]) {
  return futureOf(model, v, [v.x, recencyOf(v), v.T]);
}

function dataOf(v: ReferenceRow["value"]): Histories {
  const one = (value: number): Float64Array => Float64Array.of(value);
  return { length: 1, frequency: one(v.x), recency: one(recencyOf(v)), T: one(v.T), count: one(1) };
}

/** The terms of which ln L is a difference: Σ |ln((r+k)/α)|, (r+x) ln(1+T/α), and with a death rate s ln(1+H(T)/β), H(T) ≥ T. */
function largestTerm({ r, alpha, s = 0, beta = 1, x, T }: Parameters): number {
  let product = 0;
  for (let k = 0; k < x; k++) product += Math.abs(Math.log((r + k) / alpha));
  return Math.max(product, (r + x) * Math.log1p(T / alpha), s * Math.log1p(T / beta));
}
