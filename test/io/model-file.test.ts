import { describe, expect, test } from "vitest";
import { bgNbd, models } from "../../models/index.ts";
import { GRAINS, UNITS } from "../../src/data/time-unit.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { modelFromJson, modelToJson } from "../../src/io/model-file.ts";

const NONE = Number.NaN;
const NOTHING = [NONE, NONE, NONE, NONE];
const [r, alpha, seR, seAlpha, rho] = [0.24259452243, 4.41360201901, 0.05, 0.08, 0.1 + 0.2];
/** A symmetric table of r and α, without a and b. */
const square = (rr: number, ra: number, aa: number) => [[rr, ra, NONE, NONE], [ra, aa, NONE, NONE], NOTHING, NOTHING];
const lost = { identified: false, standardError: undefined, logStandardError: undefined };

/** A fit at the limit of the NBD. */
const fitted: FittedModel = {
  purchase: {
    model: bgNbd,
    parameters: { r, alpha, a: 0, b: 1 },
    estimates: [
      { name: "r", value: r, identified: true, standardError: r * seR, logStandardError: seR },
      { name: "alpha", value: alpha, identified: true, standardError: alpha * seAlpha, logStandardError: seAlpha },
      { name: "a", value: 0, ...lost },
      { name: "b", value: 1, ...lost },
    ],
    limits: [{ name: "no-dropout" }],
    logLikelihood: -9582.4292066739,
    customers: 2357,
    histories: 1016,
    stop: "limit",
    converged: true,
    message:
      "No interior maximum: the log-likelihood rises towards a limit of the model, and the fit ended at that limit.",
    gradientNorm: 1e-17,
    iterations: 7,
    evaluations: 9,
    covariance: square((r * seR) ** 2, rho * r * seR * alpha * seAlpha, (alpha * seAlpha) ** 2),
    logCovariance: square(seR ** 2, rho * seR * seAlpha, seAlpha ** 2),
    correlation: square(1, rho, 1),
    aic: 8 + 2 * 9582.4292066739,
    bic: 4 * Math.log(2357) + 2 * 9582.4292066739,
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
  expect(json).toContain("[1, 0.30000000000000004, null, null]");
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
    ["purchase.covariance", [NOTHING], /covariance: expected an array of 4/],
    ["purchase.covariance.0", [1, 2, 3, "x"], /covariance\[0\]\[3\]: expected a finite number/],
    ["purchase.stop", "fine", /stop: expected one of stationary/],
    ["purchase.logLikelihood", undefined, /logLikelihood: expected a finite number, got nothing/],
    ["purchase.logLikelihood", null, /logLikelihood: expected a finite number, got null/],
    ["purchase.logLikelihood", -9000, /aic: expected 18008, got 19172/],
    ["purchase.estimates.0.value", 1e300, /estimates\[0\]: value: expected a number from 1e-15 to 1000000000000000/],
    ["purchase.estimates.0.value", 0.3, /estimates\[0\]: standardError: expected 0.015/],
    ["purchase.estimates.0.value", undefined, /estimates\[0\]: value: expected a value, or a limit/],
    ["purchase.estimates.2.value", 48.4, /estimates\[2\]: value: expected no value at a limit, got 48.4/],
    ["purchase.estimates.1.logStandardError", 0.5, /estimates\[1\]: standardError/],
    ["purchase.estimates.1.identified", false, /estimates\[1\]: value/],
    ["purchase.limits.0.name", "no-fun", /limits\[0\]: name: expected one of no-repeat-purchases/],
    ["purchase.limits.0.name", "homogeneous-dropout", /limits\[0\]: kept: name: expected "a\/\(a\+b\)", got nothing/],
    ["purchase.limits.0", { name: "homogeneous-dropout", kept: { name: "a/(a+b)", value: 1.5 } }, /at most 1, got 1.5/],
    ["purchase.limits.0.kept", { name: "a/(a+b)", value: 0.5 }, /kept: name: expected nothing/],
    ["purchase.limits", [], /estimates\[2\]: value: expected a value, or a limit that stands for it, got nothing/],
    ["purchase.customers", 2356, /purchase: customers: expected 2357, got 2356/],
    ["purchase.customers", 2357.5, /customers: expected a whole number/],
    ["purchase.histories", 2358, /histories: expected at most 2357/],
    ["purchase.logCovariance.0.1", 0.7, /logCovariance\[1\]\[0\]: expected 0.7/],
    ["purchase.logCovariance.0.0", 1, /logCovariance\[0\]\[0\]: expected 0.0025/],
    ["purchase.logCovariance.2.2", 1, /logCovariance\[2\]\[2\]: expected null/],
    ["purchase.covariance.0.0", 1, /covariance\[0\]\[0\]/],
    ["purchase.correlation.1.0", 0.5, /correlation\[1\]\[0\]: expected 0.3/],
    ["data.sha256", "abc", /sha256: expected 64 hexadecimal digits/],
    ["data.until", "yesterday", /until: expected an ISO date/],
  ])("%s = %j", (path, value, message) => {
    expect(refusal(changed(path, value))).toMatch(message);
  });
  test("a covariance from which no draw can be made", () => {
    const { purchase } = fitted;
    const beyond = { logCovariance: square(seR ** 2, seR * seAlpha * 1.01, seAlpha ** 2) };
    const text = modelToJson({ ...fitted, purchase: { ...purchase, ...beyond } });
    expect(refusal(text)).toMatch(/logCovariance: expected a covariance/);
  });
  test("parameters in range that make more purchases than time has room for", () => {
    const { purchase } = fitted;
    const [first, second, ...rest] = purchase.estimates;
    const large = { ...first!, value: 1e14, standardError: 1e14 * seR };
    const fast = { ...second!, value: 1, standardError: seAlpha };
    const covariance = square((1e14 * seR) ** 2, rho * 1e14 * seR * seAlpha, seAlpha ** 2);
    const hostile = { ...purchase, estimates: [large, fast, ...rest], covariance };
    expect(refusal(modelToJson({ ...fitted, purchase: hostile }))).toMatch(
      /at most 1000000 purchases .* within one day/,
    );
  });
  test.each(["", "{", "[]", "null", "1", '"text"'])("%j", (text) => {
    expect(refusal(text)).toMatch(/^m\.json/);
  });
});

test("a file from before limits were written predicts by the limit named in its notices", () => {
  const document = JSON.parse(json);
  delete document.purchase.limits;
  document.purchase.estimates[2].value = 48.4;
  document.purchase.estimates[3].value = 8.3e17;
  const { parameters } = modelFromJson(JSON.stringify(document), models).purchase;
  expect(parameters).toEqual({ r, alpha, a: 0, b: 1 });
});
