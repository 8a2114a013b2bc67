import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { models, paretoNbd } from "../../../models/index.ts";
import { modelFromJson } from "../../../src/io/model-file.ts";
import { futureOf } from "../../../src/predict/future-of.ts";

const path = fileURLToPath(new URL("../../../models/pareto-nbd/fitted/cdnow.json", import.meta.url));

it("the shipped fit to CDNOW's sample has the estimates that other software publishes: .553, 10.578, .606, 11.669 at −9595.0", () => {
  const { purchase } = modelFromJson(readFileSync(path, "utf8"), models);
  expect(purchase.model.name).toBe("pareto-nbd");
  const rounded = Object.entries(purchase.parameters).map(([name, value]) => [name, Number(value.toFixed(3))]);
  expect(Object.fromEntries(rounded)).toEqual({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 });
  expect(purchase.logLikelihood.toFixed(1)).toBe("-9595.0");
  expect(futureOf(paretoNbd, purchase.parameters, [0, 0, 38.86]).alive).toBeLessThan(0.5);
});
