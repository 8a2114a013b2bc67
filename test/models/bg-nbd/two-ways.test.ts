import { expect, it } from "vitest";
import { discountedCount } from "../../../models/bg-nbd/discounted-count.ts";
import { purchaseCount } from "../../../models/bg-nbd/purchase-count.ts";
import { betaMean } from "../../../src/math/beta-mean.ts";
import type { Random } from "../../../src/random/random.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { expectClose } from "../../support/close.ts";

function logUniform(random: Random, low: number, high: number): number {
  return low * (high / low) ** random.uniform();
}

/**
 * R, a, B and y over the widest ranges. They are r to 1e8, a and b from 1e-8 to 1e8, x to 5 000, t from 1e-14 to 1e12
 * times α + T.
 */
function drawCase(random: Random): [R: number, a: number, B: number, y: number] {
  const x = random.uniform() < 0.5 ? 0 : Math.floor(logUniform(random, 1, 5000));
  const r = logUniform(random, 1e-4, 1e8);
  const a = logUniform(random, 1e-8, 1e8);
  const b = logUniform(random, 1e-8, 1e8);
  return [r + x, a, b + x, logUniform(random, 1e-14, 1e12)];
}

// The references hold single rows; this holds the choice between the two ways wherever it may fall.
it("the series, the quadrature and the integral of the purchase rate agree on 2 000 random cases", () => {
  const random = seeded(7);
  for (let k = 0; k < 2000; k++) {
    const [R, a, B, y] = drawCase(random);
    const what = JSON.stringify({ R, a, B, y });
    const bracket = (p: number): number => (p === 0 ? R * y : -Math.expm1(-R * Math.log1p(p * y)) / p);
    const quadrature = betaMean(a, B, (1 + R) * y, bracket);
    expectClose(purchaseCount(R, a, B, y), quadrature, 2e-12, what);
    expectClose(discountedCount(R, a, B, y, 0), quadrature, 5e-12, what);
  }
});

it("the discounted purchases fall with the discount and stay finite and positive", () => {
  const random = seeded(8);
  for (let k = 0; k < 1000; k++) {
    const [R, a, B, y] = drawCase(random);
    const kappa = logUniform(random, 1e-10, 1e6);
    const [none, some, more] = [0, kappa, 2 * kappa].map((rate) => discountedCount(R, a, B, y, rate));
    const what = JSON.stringify({ R, a, B, y, kappa, none, some, more });
    expect(more > 0 && some >= more * (1 - 1e-11) && none >= some * (1 - 1e-11), what).toBe(true);
    // The rate decreases, so D(2κ) ≥ D(κ)/2: with s = 2s′, ∫ e^(−κs) g(s) ds = 2∫ e^(−2κs′) g(2s′) ds′ ≤ 2 D(2κ).
    expect(more >= 0.5 * some * (1 - 1e-11), what).toBe(true);
  }
});
