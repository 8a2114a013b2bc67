import { describe, expect, it } from "vitest";
import { expectClose } from "../support/close.ts";
import { held as models } from "../support/models-held.ts";

describe.each(models.filter((model) => model.heterogeneity.length > 0).map((model) => [model.name, model] as const))(
  "what differs between customers: %s",
  (_name, model) => {
    const theta = model.example;
    it.each(model.heterogeneity.map((quantity) => [quantity.name, quantity] as const))("%s", (_, quantity) => {
      const upper = Math.min(quantity.upper, 1e6);
      const grid = Array.from({ length: 8001 }, (_, k) => upper * (k / 8000) ** 4);
      const shares = grid.map((value) => quantity.cumulative(theta, value));
      expect(shares[0]).toBe(0);
      expect(shares.at(-1)).toBeGreaterThan(0.999999);
      expect(grid.filter((_, k) => k > 0 && !(shares[k] >= shares[k - 1] - 1e-13))).toEqual([]);
      // E = ∫ (1 − F): the trapezoidal rule on a grid that is fine near 0.
      const integral = grid
        .slice(1)
        .reduce((sum, value, k) => sum + ((2 - shares[k] - shares[k + 1]) * (value - grid[k])) / 2, 0);
      expectClose(integral, quantity.mean(theta)!, 2e-3);
    });
  },
);
