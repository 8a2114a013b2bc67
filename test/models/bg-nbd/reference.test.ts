import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
  probabilityOfPurchaseIfAlive,
} from "../../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import { purchaseProbabilities } from "../../../models/bg-nbd/purchase-probabilities.ts";
import { futureOf } from "../../../src/predict/future-of.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, type ReferenceRow, sharedReference } from "../../support/reference.ts";

const shared = sharedReference("bg-nbd");

/** Where a double has fewer than 53 bits: below this a relative error says nothing. */
const SMALLEST_NORMAL = 2.3e-308;

function each(rows: readonly ReferenceRow[], check: (value: ReferenceRow["value"], what: string) => void): void {
  for (const { category, line, value } of rows) check(value, `line ${line} (${category})`);
}

for (const [name, rows] of [
  ["shared/reference/bg-nbd.csv", shared],
  ["test/fixtures/bg-nbd.csv", fixture("bg-nbd")],
] as const) {
  describe.skipIf(rows === undefined)(`BG/NBD against ${name}, on every row`, () => {
    it("P(alive) to 1e-12", () => {
      each(rows!, (v, what) => {
        expectClose(probabilityAlive(v, v.x, v.t_x, v.T), v.p_alive, 1e-12, what, 1e-15);
      });
    });

    it("P(alive) to 2e-13 relative down to the smallest normal double", () => {
      each(rows!, (v, what) => {
        expectClose(probabilityAlive(v, v.x, v.t_x, v.T), v.p_alive, 2e-13, what, SMALLEST_NORMAL);
      });
    });

    it("E[X(t)] to 1e-12", () => {
      each(rows!, (v, what) => expectClose(expectedPurchases(v, v.t), v.exp_x_t, 1e-12, what));
    });

    it("E[Y(t) | x, t_x, T] to 1e-12", () => {
      each(rows!, (v, what) => {
        const expected = probabilityAlive(v, v.x, v.t_x, v.T) * expectedPurchasesIfAlive(v, v.x, v.T, v.t);
        expectClose(expected, v.exp_y_t, 1e-12, what, SMALLEST_NORMAL);
      });
    });

    it("the discounted integral with a discount of nothing is G to 1e-11", () => {
      each(rows!, (v, what) => {
        const undiscounted = expectedPurchasesIfAlive(v, v.x, v.T, v.t);
        expect(discountedPurchasesIfAlive(v, v.x, v.T, v.t, 0)).toBe(undiscounted);
        expectClose(discountedPurchasesIfAlive(v, v.x, v.T, v.t, 1e-300), undiscounted, 1e-11, what);
      });
    });
  });
}

describe("BG/NBD against test/fixtures/bg-nbd.csv, on every row", () => {
  const rows = fixture("bg-nbd");

  it("the discounted purchases to 1e-12", () => {
    each(rows, (v, what) => {
      const alive = probabilityAlive(v, v.x, v.t_x, v.T);
      const expected = alive * discountedPurchasesIfAlive(v, v.x, v.T, v.t, v.delta);
      expectClose(expected, v.exp_y_t_discounted, 1e-12, what, SMALLEST_NORMAL);
    });
  });

  it("P(X(t) = n) to 1e-12", () => {
    each(rows, (v, what) => {
      expectClose(purchaseProbabilities(v, v.t, v.n)[v.n], v.pmf, 1e-12, what, SMALLEST_NORMAL);
    });
  });

  it("P(n purchases in (T, T+t]) to 1e-12", () => {
    each(rows, (v, what) => {
      const probabilities = futureOf(bgNbd, v, [v.x, v.t_x, v.T]).counts(v.t, v.n);
      expectClose(probabilities[v.n], v.pmf_future, 1e-12, what, SMALLEST_NORMAL);
    });
  });

  it("at least one purchase is the complement of none", () => {
    each(rows, (v, what) => {
      const none = purchaseProbabilities({ ...v, r: v.r + v.x, alpha: v.alpha + v.T, b: v.b + v.x }, v.t, 0)[0];
      expectClose(1 - probabilityOfPurchaseIfAlive(v, v.x, v.T, v.t), none, 1e-12, what, 1e-15);
    });
  });
});
