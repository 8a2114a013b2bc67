import { expect, it } from "vitest";
import { normalQuantile } from "../../src/math/normal-quantile.ts";
import { tabulatedNormal } from "../../src/random/normal-table.ts";

const N = 400_000;

it("is the normal quantile to 5e-7 in probability", () => {
  let worst = 0;
  for (let k = 0; k < N; k++) {
    const u = (k + 0.5) / N;
    const exact = normalQuantile(u);
    const density = Math.exp(-0.5 * exact * exact) / Math.sqrt(2 * Math.PI);
    worst = Math.max(worst, Math.abs(tabulatedNormal(u) - exact) * density);
  }
  expect(worst).toBeLessThan(5e-7);
});

it("reaches as far as the smallest u does", () => {
  // mpmath, 20 digits: √2·erfinv(2u − 1) at u = 2⁻²⁸.
  expect(Math.abs(tabulatedNormal(2 ** -28) / -5.780439324478934 - 1)).toBeLessThan(1e-9);
  expect(tabulatedNormal(0.5)).toBe(0);
});
