import { expect, it } from "vitest";
import { losesToRounding } from "../../src/data/decimal.ts";
import { readLog } from "../support/log.ts";

it.each([0, 1, 0.000001, -0.000017, 0.0033, 0.005, 12.3456789, 1e9, 0.0050004999])(
  "%d is held by millionths",
  (value) => {
    expect(losesToRounding(value)).toBe(false);
  },
);

it.each([1e-9, 0.0000011, -0.0000005, 0.0013333, 11.77e-6])("%d is not", (value) => {
  expect(losesToRounding(value)).toBe(true);
});

it("values that rounding changes are counted", async () => {
  const text = "customer,date,amount\na,2024-01-01,0.00001177\na,2024-01-02,5\nb,2024-01-02,0\nb,2024-01-03,1e-9\n";
  expect((await readLog(text)).report).toMatchObject({ roundedValues: 2, zeroValues: 2 });
});
