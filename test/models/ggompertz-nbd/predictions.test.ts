import { describe, expect, it } from "vitest";
import { discountedPurchasesIfAlive } from "../../../models/ggompertz-nbd/expected-purchases.ts";
import { objective } from "../../../models/ggompertz-nbd/log-likelihood.ts";
import { probabilityAlive } from "../../../models/ggompertz-nbd/probability-alive.ts";
import { purchaseProbabilitiesIfAlive } from "../../../models/ggompertz-nbd/purchase-probabilities.ts";
import { ggompertzNbd, paretoNbd } from "../../../models/index.ts";
import { futureOf } from "../../../src/predict/future-of.ts";
import { expectClose } from "../../support/close.ts";
import { fixture } from "../../support/reference.ts";

const NAMES = ["r", "alpha", "b", "s", "beta"];
const FOREVER = Number.POSITIVE_INFINITY;
const SMALLEST_NORMAL = 2.3e-308;

function one(value: number): Float64Array {
  return Float64Array.of(value);
}

describe("GGompertz/NBD against test/fixtures/ggompertz-nbd.csv, beyond what all models share", () => {
  const rows = fixture("ggompertz-nbd").map(
    ({ category, line, value }) => [value, `line ${line} (${category})`] as const,
  );

  it("the Hessian to 1e-9, or to the rounding of the second moments over the time of death, which cancel", () => {
    for (const [v, what] of rows) {
      const out = { value: 0, gradient: new Float64Array(5), hessian: new Float64Array(25) };
      const data = { length: 1, frequency: one(v.x!), recency: one(v.tx!), T: one(v.T!), count: one(1) };
      objective(data).evaluate(
        Float64Array.from(NAMES, (p) => Math.log(v[p]!)),
        out,
      );
      // No slope of a logarithm at a node is larger.
      const size = 1 + v.x! + v.s! * (1 + v.b! * v.T!) + (v.r! + v.x!) * Math.log1p(v.T! / v.alpha!);
      NAMES.forEach((p, i) => {
        NAMES.slice(i).forEach((q, d) => {
          const wanted = v[`d2ll_dlog${p}_dlog${q}`]!;
          expectClose(out.hessian[6 * i + d]!, wanted, 1e-9, `${what} ${p} ${q}`, 5e-15 * size ** 2);
        });
      });
    }
  });

  it("purchases without a horizon, with a discount and without, to 1e-12", () => {
    for (const [v, what] of rows) {
      const alive = probabilityAlive(v, v.x!, v.tx!, v.T!);
      for (const [delta, wanted] of [
        [v.delta!, v.exp_y_discounted!],
        [0, v.exp_y!],
      ] as const) {
        const worth = alive * discountedPurchasesIfAlive(v, v.x!, v.T!, FOREVER, delta);
        expectClose(worth, wanted, 1e-12, `${what} ${delta}`, SMALLEST_NORMAL);
      }
    }
  });

  it("P(n purchases | alive) to 1e-12, and the same among many n", () => {
    for (const [v, what] of rows) {
      for (const more of [0, 200]) {
        const law = purchaseProbabilitiesIfAlive(v, v.x!, v.T!, v.t!, v.n! + more);
        expectClose(law[v.n!]!, v.pmf_alive!, 1e-12, what, SMALLEST_NORMAL);
      }
    }
  });
});

describe("GGompertz/NBD with b = 0", () => {
  const rows = fixture("pareto-nbd").map(({ category, line, value }) => [value, `line ${line} (${category})`] as const);

  it("is Pareto/NBD: the values of its fixture to 1e-12", () => {
    for (const [v, what] of rows) {
      const customer = futureOf(ggompertzNbd, { ...v, b: 0 }, [v.x!, v.tx!, v.T!]);
      const newcomer = ggompertzNbd.newcomer({ ...v, b: 0 });
      const same = (got: number, wanted: number): void => expectClose(got, wanted, 1e-12, what, SMALLEST_NORMAL);
      same(customer.alive, v.p_alive!);
      same(customer.expected(v.t!), v.exp_y_t!);
      same(customer.discounted(v.t!, v.delta!), v.exp_y_t_discounted!);
      same(customer.discounted(FOREVER, v.delta!), v.exp_y_discounted!);
      same(customer.none(v.t!), v.p_none_t!);
      same(newcomer.expected(v.t!), v.exp_x_t!);
      same(newcomer.counts(v.t!, v.n!)[v.n!]!, v.pmf!);
      const whole = futureOf(paretoNbd, v, [v.x!, v.tx!, v.T!]).expected(FOREVER);
      if (whole === FOREVER) expect(customer.expected(FOREVER)).toBe(FOREVER);
      else same(customer.expected(FOREVER), whole);
    }
  });

  it("has its likelihood and derivatives, and its slope by ln b vanishes as b does", () => {
    for (const [v, what] of rows) {
      const data = { length: 1, frequency: one(v.x!), recency: one(v.tx!), T: one(v.T!), count: one(1) };
      const [wide, narrow] = [objective(data), paretoNbd.objective(data)].map(({ dimension, evaluate }, k) => {
        const out = { value: 0, gradient: new Float64Array(dimension), hessian: new Float64Array(dimension ** 2) };
        const b = k === 0 ? [-60] : [];
        evaluate(Float64Array.of(Math.log(v.r!), Math.log(v.alpha!), ...b, Math.log(v.s!), Math.log(v.beta!)), out);
        return out;
      });
      const size =
        1 + v.r! + v.x! + v.s! + (v.r! + v.x!) * Math.log1p(v.T! / v.alpha!) + v.s! * Math.log1p(v.T! / v.beta!);
      expectClose(wide!.value, narrow!.value, 1e-12, what, 1e-13 * size);
      const places = [0, 1, 3, 4];
      places.forEach((i, k) => {
        expectClose(wide!.gradient[i]!, narrow!.gradient[k]!, 1e-10, what, 1e-13 * size);
        places.forEach((j, l) => {
          expectClose(wide!.hessian[5 * i + j]!, narrow!.hessian[4 * k + l]!, 1e-9, what, 1e-12 * size);
        });
      });
      expect(Math.abs(wide!.gradient[2]!)).toBeLessThan(1e-20 * (1 + v.T! * size));
    }
  });
});
