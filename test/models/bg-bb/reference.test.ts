import { describe, expect, it } from "vitest";
import { objective } from "../../../models/bg-bb/log-likelihood.ts";
import {
  aliveAfter,
  discountedPurchasesIfAlive,
  purchaseProbabilitiesIfAlive,
  survivesNext,
} from "../../../models/bg-bb/predictions.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, type ReferenceRow, sharedReference } from "../../support/reference.ts";

const NAMES = ["alpha", "beta", "gamma", "delta"];

for (const [name, rows] of [
  ["test/fixtures/bg-bb.csv", fixture("bg-bb")],
  ["shared/reference/family/bg-bb.csv", sharedReference("family/bg-bb")],
] as const) {
  const each = (check: (v: ReferenceRow["value"], what: string) => void): void => {
    for (const { category, line, value } of rows!) check(value, `line ${line} (${category})`);
  };

  describe.skipIf(rows === undefined)(`BG/BB against ${name}, on every row`, () => {
    it("has rows", () => expect(rows!.length).toBeGreaterThan(30));

    it("the log-likelihood to 1e-13, its gradient and Hessian to 1e-10", () => {
      each((v, what) => {
        const one = (value: number): Float64Array => Float64Array.of(value);
        const out = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
        const data = { length: 1, frequency: one(v.x), recency: one(v.tx), T: one(v.n), count: one(1) };
        objective(data).evaluate(
          Float64Array.from(NAMES, (p) => Math.log(v[p])),
          out,
        );
        expectClose(out.value, v.ll, 1e-13, what, 1e-16);
        NAMES.forEach((p, i) => {
          expectClose(out.gradient[i], v[`dll_dlog${p}`], 1e-10, `${what} ${p}`, 1e-49);
          NAMES.slice(i).forEach((q, d) => {
            const wanted = v[`d2ll_dlog${p}_dlog${q}`];
            if (wanted !== undefined) expectClose(out.hessian[5 * i + d], wanted, 1e-10, `${what} ${p} ${q}`, 1e-15);
          });
        });
      });
    });

    it("P(alive), expectations, DERT, P(k) and P(none) to 1e-12", () => {
      each((v, what) => {
        const alive = aliveAfter(v, v.x, v.tx, v.n);
        const laterNone = purchaseProbabilitiesIfAlive(v, v.x, v.n, v.m)[0];
        const purchases = (m: number, d: number): number => alive * discountedPurchasesIfAlive(v, v.x, v.n, m, d);
        expectClose(alive, v.p_alive_n, 1e-12, what);
        expectClose(alive * survivesNext(v, v.n), v.p_alive_next, 1e-12, what);
        expectClose(purchases(v.m, 0), v.exp_y_m, 1e-12, what);
        expectClose(purchases(Number.POSITIVE_INFINITY, v.d), v.dert, 1e-12, what);
        expectClose(purchaseProbabilitiesIfAlive(v, 0, 0, v.m)[v.k], v.pmf, 1e-12, what);
        expectClose(1 - alive + alive * laterNone, v.p_none_m, 1e-12, what);
      });
    });
  });
}
