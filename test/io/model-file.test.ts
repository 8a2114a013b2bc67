import { describe, expect, test } from "vitest";
import { bgNbd, models } from "../../models/index.ts";
import { GRAINS, UNITS } from "../../src/data/time-unit.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { modelFromJson, modelToJson } from "../../src/io/model-file.ts";

const NaNs = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
const square = [[1.5e-4, 2, 3, 0.1 + 0.2], [2, 1, 1, 1], [3, 1, 1, 1], NaNs];

const fitted: FittedModel = {
  purchase: {
    model: bgNbd,
    parameters: { r: 0.24259452243, alpha: 4.41360201901, a: 1e-9, b: 1e300 },
    estimates: [
      { name: "r", value: 0.24259452243, identified: true, standardError: 0.0125573781, logStandardError: 0.05 },
      { name: "alpha", value: 4.41360201901, identified: true, standardError: 0.37822406, logStandardError: 0.08 },
      { name: "a", value: 1e-9, identified: false, standardError: undefined, logStandardError: undefined },
      { name: "b", value: 1e300, identified: false, standardError: undefined, logStandardError: undefined },
    ],
    logLikelihood: -9582.4292066739,
    customers: 2357,
    histories: 1016,
    stop: "limit",
    converged: true,
    message:
      "No interior maximum: the log-likelihood rises towards a limit of the model, and the fit stands at that limit.",
    gradientNorm: 1e-17,
    iterations: 7,
    evaluations: 9,
    covariance: square,
    logCovariance: square,
    correlation: square,
    aic: 19172.85,
    bic: 19195.9,
    notices: [{ name: "no-dropout", severity: "warning", message: "No dropout.", advice: "Beware." }],
  },
  unit: "week",
  grain: "day",
  data: { customers: 2357, repeatPurchases: 2457, from: "1997-01-01", until: "1997-09-30", sha256: "0".repeat(64) },
};
const json = modelToJson(fitted);

/** The file with the member at a path such as `purchase.estimates.0.value` set, or taken away by undefined. */
function changed(path: string, value: unknown): string {
  const document = JSON.parse(json) as object;
  const steps = path.split(".");
  const parent = steps.slice(0, -1).reduce<object>((at, step) => Reflect.get(at, step) as object, document);
  Reflect.set(parent, steps.at(-1)!, value);
  return JSON.stringify(document);
}

function refusal(text: string): string {
  try {
    modelFromJson(text, models, "m.json");
  } catch (error) {
    expect(error).toMatchObject({ name: "ClvError", kind: "data" });
    return (error as Error).message;
  }
  throw new Error("accepted");
}

test("a model reads back as it was, bit by bit, and writes the same bytes again", () => {
  const read = modelFromJson(json, models);
  expect(read).toEqual(fitted);
  expect(modelToJson(read)).toBe(json);
});

test("the file is small, a row of a matrix is a line, and nothing in it depends on when or where", () => {
  expect(json.length).toBeLessThan(4000);
  expect(json).toContain("[0.00015, 2, 3, 0.30000000000000004]");
  expect(json).toContain("[null, null, null, null]");
  expect(json).not.toMatch(/\/|20\d\d-/);
});

test("every unit and grain reads back", () => {
  for (const unit of UNITS) {
    for (const grain of GRAINS) {
      const model = { ...fitted, unit, grain };
      expect(modelFromJson(modelToJson(model), models)).toEqual(model);
    }
  }
});

describe("refused, saying where", () => {
  test.each([
    ["format", "x", /m\.json: format: expected "clv-model", got "x"/],
    ["formatVersion", 2, /formatVersion: expected 1, got 2/],
    ["surprise", 1, /m\.json: surprise: expected only/],
    ["purchase.surprise", 1, /m\.json: purchase: surprise/],
    ["unit", "fortnight", /unit: expected one of hour, day.*"fortnight"/],
    ["grain", undefined, /grain: expected one of .* got nothing/],
    ["purchase", undefined, /purchase: model/],
    ["purchase.model", "no-such-model", /purchase: model: expected one of bg-nbd/],
    ["purchase.model", "gamma-gamma", /purchase: model: expected one of bg-nbd/],
    ["purchase.estimates.0.value", -1, /estimates\[0\]: value: expected a number greater than 0/],
    ["purchase.estimates.0.value", "1", /estimates\[0\]: value/],
    ["purchase.estimates.0.name", "s", /estimates\[0\]: name: expected "r"/],
    ["purchase.estimates", [], /estimates: expected an array of 4/],
    ["purchase.covariance", square.slice(1), /covariance: expected an array of 4/],
    ["purchase.covariance.0", [1, 2, 3, "x"], /covariance\[0\]\[3\]: expected a finite number/],
    ["purchase.stop", "fine", /stop: expected one of stationary/],
    ["purchase.logLikelihood", undefined, /logLikelihood: expected a finite number, got nothing/],
    ["data.sha256", "abc", /sha256: expected 64 hexadecimal digits/],
    ["data.until", "yesterday", /until: expected an ISO date/],
  ])("%s = %j", (path, value, message) => {
    expect(refusal(changed(path, value))).toMatch(message);
  });
  test.each(["", "{", "[]", "null", "1", '"text"'])("%j", (text) => {
    expect(refusal(text)).toMatch(/^m\.json/);
  });
});
