import { expect, test, vi } from "vitest";
import type { FitData } from "../../src/fit/fit-base.ts";
import { fitNamed } from "../../src/run/models.ts";

const purchase = { model: { name: "bg-nbd" }, converged: false, stop: "iterations", message: "Stopped.", notices: [] };

vi.mock("../../src/fit/fit-base.ts", () => ({
  fitHistories: () => Promise.resolve({ purchase }),
}));

test("a fit of purchases that has not converged is refused", async () => {
  const refusal = 'bg-nbd fit: expected a maximum of the likelihood, got "iterations". Stopped. Look at';
  await expect(fitNamed({} as FitData, {})).rejects.toThrow(refusal);
});
