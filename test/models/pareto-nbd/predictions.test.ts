import { describe, expect, it } from "vitest";
import { discountedPurchasesIfAlive, expectedPurchasesIfAlive } from "../../../models/pareto-nbd/expected-purchases.ts";
import { objective } from "../../../models/pareto-nbd/log-likelihood.ts";
import { probabilityAlive } from "../../../models/pareto-nbd/probability-alive.ts";
import { purchaseProbabilitiesIfAlive } from "../../../models/pareto-nbd/purchase-probabilities.ts";
import { expectClose } from "../../support/close.ts";
import { fixture } from "../../support/reference.ts";

const NAMES = ["r", "alpha", "s", "beta"];
const FOREVER = Number.POSITIVE_INFINITY;
const SMALLEST_NORMAL = 2.3e-308;

describe("Pareto/NBD against test/fixtures/pareto-nbd.csv, beyond what all models share", () => {
  const rows = fixture("pareto-nbd").map(({ category, line, value }) => [value, `line ${line} (${category})`] as const);

  it("the Hessian to 1e-9, or to 1e-13 of the size of its terms, which cancel", () => {
    for (const [v, what] of rows) {
      const one = (value: number): Float64Array => Float64Array.of(value);
      const out = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
      const data = { length: 1, frequency: one(v.x), recency: one(v.tx), T: one(v.T), count: one(1) };
      objective(data).evaluate(
        Float64Array.from(NAMES, (p) => Math.log(v[p])),
        out,
      );
      const size = 1 + v.r + v.x + v.s + (v.r + v.x) * Math.log1p(v.T / v.alpha) + v.s * Math.log1p(v.T / v.beta);
      NAMES.forEach((p, i) => {
        NAMES.slice(i).forEach((q, d) => {
          const wanted = v[`d2ll_dlog${p}_dlog${q}`];
          expectClose(out.hessian[5 * i + d], wanted, 1e-9, `${what} ${p} ${q}`, 1e-13 * size);
        });
      });
    }
  });

  it("discounted purchases without a horizon to 1e-12; undiscounted ones where they exist", () => {
    for (const [v, what] of rows) {
      const worth = probabilityAlive(v, v.x, v.tx, v.T) * discountedPurchasesIfAlive(v, v.x, v.T, FOREVER, v.delta);
      expectClose(worth, v.exp_y_discounted, 1e-12, what, SMALLEST_NORMAL);
      const all = expectedPurchasesIfAlive(v, v.x, v.T, FOREVER);
      const closed = v.s > 1 ? ((v.r + v.x) / (v.alpha + v.T)) * ((v.beta + v.T) / (v.s - 1)) : FOREVER;
      expectClose(all, closed, 1e-14, what);
    }
  });

  it("P(n purchases | alive) to 1e-12, and the same among many n", () => {
    for (const [v, what] of rows) {
      for (const more of [0, 200]) {
        const law = purchaseProbabilitiesIfAlive(v, v.x, v.T, v.t, v.n + more);
        expectClose(law[v.n], v.pmf_alive, 1e-12, what, SMALLEST_NORMAL);
      }
    }
  });

  it("s = 0 is the NBD: alive, (r+x) t/(α+T)", () => {
    const theta = { r: 0.5, alpha: 10, s: 0, beta: 12 };
    expect(probabilityAlive(theta, 3, 1, 50)).toBe(1);
    expectClose(expectedPurchasesIfAlive(theta, 3, 50, 7), (3.5 / 60) * 7, 1e-15);
    expectClose(purchaseProbabilitiesIfAlive(theta, 3, 50, 7, 0)[0], (60 / 67) ** 3.5, 1e-15);
  });
});
