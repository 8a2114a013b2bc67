import { expect, test, vi } from "vitest";
import { fitModels, fitModelsTo } from "../../src/cli/models.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { FitData } from "../../src/fit/fit-base.ts";

const purchase = { model: "bg-nbd", converged: false, stop: "iterations", message: "Stopped.", notices: [] };

vi.mock("../../src/fit/fit-base.ts", () => ({
  fitBase: () => Promise.resolve({ purchase }),
  fitHistories: () => Promise.resolve({ purchase }),
}));

test("a fit of purchases that has not converged is refused, from a base and from histories", async () => {
  const refusal = 'bg-nbd fit: expected a maximum of the likelihood, got "iterations". Stopped. Look at';
  await expect(fitModels({} as CustomerBase)).rejects.toThrow(refusal);
  await expect(fitModelsTo({} as FitData)).rejects.toThrow(refusal);
});
