import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { fit } from "../../src/fit/fit.ts";
import { seeded } from "../../src/random/seeded.ts";
import { dataSet } from "../support/data-sets.ts";
import { multiStart } from "../support/multi-start.ts";

/** Every twentieth of the 500 data sets of bench/fits. */
const SAMPLE = Array.from({ length: 25 }, (_, k) => 20 * k);

describe("fits of simulated data sets over wide ranges", () => {
  it.each(SAMPLE)("data set %d: stationary or at a named limit, and not beaten", (k) => {
    const { histories } = dataSet(k);
    const { stop, converged, gradientNorm, logLikelihood, estimates, notices } = fit(bgNbd, histories);
    expect(converged).toBe(true);
    expect(gradientNorm).toBeLessThanOrEqual(1e-8);
    const limits = bgNbd.limits.filter(({ name }) => notices.some((notice) => notice.name === name));
    expect(stop === "limit").toBe(limits.length > 0);
    for (const { name, identified, standardError } of estimates) {
      expect(identified).toBe(!limits.some((limit) => limit.unidentified.includes(name)));
      if (identified) expect(standardError).toBeGreaterThan(0);
      else expect(standardError).toBeUndefined();
    }
    const best = multiStart(bgNbd.objective(histories), seeded(1, k), 10, 0);
    expect(best).toBeLessThanOrEqual(logLikelihood + 1e-6);
  });
});
