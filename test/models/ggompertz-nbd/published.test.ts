import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { models, paretoNbd } from "../../../models/index.ts";
import { fit } from "../../../src/fit/fit.ts";
import { widerScore } from "../../../src/fit/wider.ts";
import { modelFromJson } from "../../../src/io/model-file.ts";
import { cdnowFigures } from "../../support/cdnow.ts";
import { expectClose } from "../../support/close.ts";

const path = fileURLToPath(new URL("../../../models/ggompertz-nbd/fitted/cdnow.json", import.meta.url));

it("on CDNOW's sample the maximum is Pareto/NBD: the slope in b is −7.2 there (../shared/MODELS.md), and the shipped fit is at that limit", () => {
  const found = fit(paretoNbd, cdnowFigures().histories);
  expect(widerScore(found, cdnowFigures().histories)!.slope.toFixed(1)).toBe("-7.2");
  const { purchase } = modelFromJson(readFileSync(path, "utf8"), models);
  expect(purchase.limits!.map(({ name }) => name)).toEqual(["constant-death-rate"]);
  // Newton in 80-bit arithmetic, ../shared/reference/family/optima.csv.
  expectClose(purchase.logLikelihood, -9594.9761789395, 1e-13);
  for (const name of ["r", "alpha", "s", "beta"]) {
    expectClose(purchase.parameters[name]!, found.parameters[name]!, 1e-10, name);
  }
});
