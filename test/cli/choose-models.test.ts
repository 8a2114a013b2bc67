import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma, mbgNbd, models, nbd } from "../../models/index.ts";
import { poisson } from "../../models/template/poisson.ts";
import { listModels } from "../../src/cli/commands/models.ts";
import { help } from "../../src/cli/help.ts";
import { parse } from "../../src/cli/parse.ts";
import { fit } from "../../src/fit/fit.ts";
import { bindModels, type FittedModel, numbersOf } from "../../src/fit/fitted-model.ts";
import { modelFromJson, modelToJson } from "../../src/io/model-file.ts";
import { chosenModels } from "../../src/run/models.ts";
import { countingModels, purchaseModels } from "../support/models-held.ts";

const histories = {
  length: 4,
  frequency: Float64Array.of(0, 1, 2, 5),
  recency: Float64Array.of(0, 10, 22, 30),
  T: Float64Array.of(38, 38, 38, 38),
  count: Float64Array.of(600, 200, 120, 80),
};

function fitted(model: typeof nbd): FittedModel {
  const data = { customers: 1000, repeatPurchases: 840, sha256: "0".repeat(64) };
  return { purchase: fit(model, histories), unit: "week", grain: "day", data };
}

const names = [...purchaseModels, ...countingModels].map(({ name }) => name).join(", ");

describe("which models a command fits", () => {
  it("are the first of each kind, or those named", () => {
    expect(chosenModels({})).toEqual({ purchase: bgNbd, spend: gammaGamma });
    expect(chosenModels({ model: "mbg-nbd" }).purchase).toBe(mbgNbd);
    expect(chosenModels({ model: "nbd", spendModel: "gamma-gamma" })).toEqual({ purchase: nbd, spend: gammaGamma });
  });

  it("are refused with the names there are", () => {
    expect(() => chosenModels({ model: "gamma-gamma" })).toThrow(
      `--model: expected one of ${names}, got "gamma-gamma"`,
    );
    expect(() => chosenModels({ spendModel: "nbd" })).toThrow(/^--spend-model: expected one of gamma-gamma, got "nbd"/);
  });

  it("are named by flags of fit, run and validate, where predict reads a file", () => {
    expect(parse(["fit", "log.csv", "--model", "nbd"])).toMatchObject({ options: { model: "nbd" } });
    expect(help("fit")).toContain("--model NAME");
    expect(help("predict")).toContain("--model MODEL.json");
    expect(help("predict")).not.toContain("--spend-model");
  });

  it("are listed, each with its parameters", async () => {
    const { report, summary } = await listModels();
    expect((summary as { models: object[] }).models).toHaveLength(models.length);
    for (const { name, source } of models) {
      expect(report).toContain(name);
      expect(report).toContain(source);
    }
  });
});

describe("a fit and its model", () => {
  it("come back from a file together, from a registry with a model of one's own", () => {
    const own = fitted(poisson);
    // The file says where the search ended, not how near the next step would have been.
    const { newtonStep, ...purchase } = own.purchase;
    expect(newtonStep).toBeLessThan(1e-6);
    expect(modelFromJson(modelToJson(own), [...models, poisson])).toEqual({ ...own, purchase });
    expect(() => modelFromJson(modelToJson(own), models)).toThrow(`purchase: model: expected one of ${names}`);
  });

  it("are bound by name, and by no other", () => {
    const numbers = numbersOf(fitted(nbd));
    expect(numbers.purchase.model).toBe("nbd");
    expect(structuredClone(numbers)).toEqual(numbers);
    expect(bindModels(numbers, models).purchase.model).toBe(nbd);
    expect(() => bindModels(numbers, [bgNbd])).toThrow(/^model: expected one of bg-nbd, got "nbd"/);
  });
});
