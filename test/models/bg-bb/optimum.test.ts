import { expect, it } from "vitest";
import { objective } from "../../../models/bg-bb/log-likelihood.ts";
import { aliveAfter, discountedPurchasesIfAlive, survivesNext } from "../../../models/bg-bb/predictions.ts";
import { maximize } from "../../../src/optimize/newton.ts";
import { expectClose } from "../../support/close.ts";

/** Donors of 1995 in the six years after: (x, t_x) and how many. The counts of Fader, Hardie & Shang (2010); the reference has their optimum, not the counts. */
const DONORS: readonly (readonly [x: number, tx: number, donors: number])[] = [
  ...([1203, 728, 512, 357, 234, 129] as const).map((donors, k) => [6 - k, 6, donors] as const),
  ...([335, 284, 225, 173, 119] as const).map((donors, k) => [5 - k, 5, donors] as const),
  ...([240, 181, 155, 78] as const).map((donors, k) => [4 - k, 4, donors] as const),
  ...([322, 255, 129] as const).map((donors, k) => [3 - k, 3, donors] as const),
  ...([613, 277] as const).map((donors, k) => [2 - k, 2, donors] as const),
  [1, 1, 1091],
  [0, 0, 3464],
];

it("BG/BB of the donors of 1995 is at its maximum to 1e-10, with the predictions there (../shared/MODELS.md, §4)", () => {
  const column = (k: 0 | 1 | 2) => Float64Array.from(DONORS, (row) => row[k]);
  const data = {
    length: DONORS.length,
    frequency: column(0),
    recency: column(1),
    T: new Float64Array(DONORS.length).fill(6),
    count: column(2),
  };
  const found = maximize(objective(data), new Float64Array(4));
  expect(found.stop).toBe("stationary");
  // As the reference rounds it, to 12 digits.
  expectClose(found.value, -33225.5812743, 2e-12);
  const [alpha, beta, gamma, delta] = found.point.map(Math.exp) as unknown as [number, number, number, number];
  [1.2035223516, 0.749716358173, 0.656718208442, 2.78344223258].forEach((value, k) => {
    expectClose(Math.exp(found.point[k]!), value, 1e-10);
  });
  const theta = { alpha, beta, gamma, delta };
  const later = (x: number, tx: number): number =>
    aliveAfter(theta, x, tx, 6) * discountedPurchasesIfAlive(theta, x, 6, 10, 0);
  expectClose(discountedPurchasesIfAlive(theta, 0, 0, 10, 0), 3.17982902813, 1e-10);
  expectClose(aliveAfter(theta, 0, 0, 6) * survivesNext(theta, 6), 0.108133281865, 1e-10);
  expectClose(later(0, 0), 0.130218088404, 1e-10);
  expectClose(later(4, 5), 3.62796765624, 1e-10);
});
