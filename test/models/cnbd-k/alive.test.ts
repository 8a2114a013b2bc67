import { expect, it } from "vitest";
import { regularModels } from "../../../models/index.ts";

it("is exactly 1 for a customer whom no coin can have taken", () => {
  // The sum of the rounded states was 1.0000000000000002 and 0.9999999999999999 on CDNOW.
  const T = Float64Array.from({ length: 400 }, (_, k) => 0.1 + 0.37 * k);
  const none = new Float64Array(T.length);
  for (const model of regularModels.filter(({ name }) => name.startsWith("bg-"))) {
    const { alive } = model.future({ length: T.length, frequency: none, recency: none, T })(model.example);
    expect([...alive].every((one) => one === 1)).toBe(true);
  }
});
