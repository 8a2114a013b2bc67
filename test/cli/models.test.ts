import { expect, test, vi } from "vitest";
import { fitToBase, fitToHistories } from "../../src/cli/models.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { FitData } from "../../src/fit/fit-base.ts";

const purchase = { model: { name: "bg-nbd" }, converged: false, stop: "iterations", message: "Stopped.", notices: [] };

vi.mock("../../src/fit/fit-base.ts", () => ({
  fitBase: () => Promise.resolve({ purchase }),
  fitHistories: () => Promise.resolve({ purchase }),
}));

test("a fit of purchases that has not converged is refused, from a base and from histories", async () => {
  const refusal = 'bg-nbd fit: expected a maximum of the likelihood, got "iterations". Stopped. Look at';
  await expect(fitToBase({} as CustomerBase, {})).rejects.toThrow(refusal);
  await expect(fitToHistories({} as FitData, {})).rejects.toThrow(refusal);
});
