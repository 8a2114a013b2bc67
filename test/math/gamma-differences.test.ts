import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  digammaDifference,
  logGammaDifference,
  negativeLogBeta,
  trigammaDifference,
} from "../../src/math/gamma-differences.ts";
import { expectClose } from "../support/close.ts";

/** y, q; ln Γ(y+q)−ln Γ(y), ψ(y+q)−ψ(y), ψ′(y+q)−ψ′(y), −ln B(y, q): mpmath 1.3.0 at 60 digits, rounded to doubles. */
const VALUES: readonly (readonly number[])[] = [
  [1e-8, 1e-8, -0.6931471863321017, 50000000.000000015, -7500000000000000.0, -19.11382792451231],
  [1e-8, 3.5, -17.21970712480157, 100000001.68037228, -1e16, -18.420680727148643],
  [0.3, 1e-12, -3.5025242221940102e-12, 1.2245364546070095e-11, -7.527253658835447e-11, -27.631021115931475],
  [0.3, 7.25, 6.536081964494607, 5.456387239338118, -12.103756747329465, -0.5161034862439323],
  [2.5, 1e8, 1742068111.8708537, 17.717524123307122, -0.4903577461002351, 45.767019008157995],
  [9.75, 0.5, 1.1258187314252837, 0.05259525564214796, -0.005528721818639988, 0.5534537885005837],
  [40, 1e-9, 3.676327374047501e-9, 2.5315103840970618e-11, -6.408202718190779e-13, -20.723265832692867],
  [1e3, 250, 1755.7566704459741, 0.22324358131420483, -0.00020018008133331093, 627.2328995729833],
  [1e8, 3, 55.2620422618571, 2.9999999700000005e-8, -2.9999999400000017e-16, 54.56889508129715],
  [1e8, 1e8, 1880697510.160652, 0.6931471830599453, -5.0000000375e-9, 138629444.05681732],
  [1e15, 2, 69.07755278982137, 1.999999999999999e-15, -1.999999999999998e-30, 69.07755278982137],
];

describe("differences of Gamma functions", () => {
  it("keep 1e-14 where the functions themselves would cancel", () => {
    for (const [y, q, logGamma, digamma, trigamma] of VALUES) {
      expectClose(logGammaDifference(y, q), logGamma, 1e-14, `lnΓ(${y}+${q})`);
      expectClose(digammaDifference(y, q), digamma, 1e-14, `ψ(${y}+${q})`);
      expectClose(trigammaDifference(y, q), trigamma, 1e-14, `ψ′(${y}+${q})`);
    }
  });

  it("−ln B(y, q) is symmetric and right to 1e-14 of its terms", () => {
    for (const [y, q, , , , negative] of VALUES) {
      const terms = Math.min(y, q) * Math.log(Math.max(y, q));
      expectClose(negativeLogBeta(y, q), negative, 1e-14, `B(${y}, ${q})`, 2e-16 * terms);
      expect(negativeLogBeta(q, y)).toBe(negativeLogBeta(y, q));
    }
  });

  it("obey the recurrences Γ(y+1) = yΓ(y), ψ(y+1) = ψ(y) + 1/y, ψ′(y+1) = ψ′(y) − 1/y²", () => {
    const magnitude = fc.double({ min: Math.log(1e-10), max: Math.log(1e12), noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(magnitude, (y) => {
        // ln y vanishes at 1, where the difference is that of terms of order 1.
        expectClose(logGammaDifference(y, 1), Math.log(y), 1e-14, `y = ${y}`, 1e-15);
        expectClose(digammaDifference(y, 1), 1 / y, 1e-14, `y = ${y}`);
        expectClose(trigammaDifference(y, 1), -1 / y / y, 1e-14, `y = ${y}`);
      }),
    );
  });
});
