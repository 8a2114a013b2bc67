import { describe, expect, it } from "vitest";
import { objective } from "../../../models/sbg/log-likelihood.ts";
import {
  churn,
  discountedLifetime,
  discountedResidualLifetime,
  retention,
  survival,
} from "../../../models/sbg/retention.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, type ReferenceRow, sharedReference } from "../../support/reference.ts";

for (const [name, rows] of [
  ["test/fixtures/sbg.csv", fixture("sbg")],
  ["shared/reference/family/sbg.csv", sharedReference("family/sbg")],
] as const) {
  const each = (check: (v: ReferenceRow["value"], what: string) => void): void => {
    for (const { category, line, value } of rows!) check(value, `line ${line} (${category})`);
  };

  describe.skipIf(rows === undefined)(`sBG against ${name}, on every row`, () => {
    it("has rows", () => expect(rows!.length).toBeGreaterThan(20));

    it("churn, survival, retention, DEL and DERL to 1e-12", () => {
      each((v, what) => {
        expectClose(churn(v, v.t), v.p_churn_at_t, 1e-12, what);
        expectClose(survival(v, v.t), v.survival_t, 1e-12, what);
        expectClose(retention(v, v.t), v.retention_t, 1e-12, what);
        expectClose(discountedLifetime(v, v.d), v.del, 1e-12, what);
        expectClose(discountedResidualLifetime(v, v.t, v.d), v.derl, 1e-12, what);
      });
    });

    it("the log-likelihood of one who churned and of one who stayed, and their gradients to 1e-10", () => {
      each((v, what) => {
        for (const stays of [0, 1]) {
          const one = (value: number): Float64Array => Float64Array.of(value);
          const out = { value: 0, gradient: new Float64Array(2), hessian: new Float64Array(4) };
          objective({ length: 1, periods: one(v.t), churned: one(1 - stays), active: one(stays) }).evaluate(
            Float64Array.of(Math.log(v.alpha), Math.log(v.beta)),
            out,
          );
          expectClose(Math.exp(out.value), stays ? v.survival_t : v.p_churn_at_t, 1e-12, what);
          expectClose(out.gradient[0], v[stays ? "dlnS_dlogalpha" : "dlnp_dlogalpha"], 1e-10, what);
          expectClose(out.gradient[1], v[stays ? "dlnS_dlogbeta" : "dlnp_dlogbeta"], 1e-10, what);
        }
      });
    });
  });
}
