import { describe, expect, it } from "vitest";
import { openCsv } from "../../src/data/csv/table.ts";
import { type BaseOptions, readCustomerBase } from "../../src/data/read-customer-base.ts";

async function read(lines: readonly string[], options: BaseOptions = {}) {
  const text = ["id,frequency,recency,T,monetary_value", ...lines, ""].join("\n");
  return readCustomerBase(await openCsv([new TextEncoder().encode(text)], { name: "rfm.csv" }), {
    unit: "week",
    ...options,
  });
}

// Orders, the first among them, as an RFM table of three customers has them.
const orders = ["a,1,0,30,5", "b,3,12.5,30,7", "c,1,0,28,6"];

describe("a base whose frequency counts the first order", () => {
  it("is refused with the count and the flag", async () => {
    await expect(read(orders)).rejects.toThrow(
      'Found frequency > 0 and recency is 0: 2, first "a" (row 2), "c" (row 4). ' +
        "No customer has frequency 0. If the frequency counts the first purchase too, use --frequency-counts orders, which subtracts one.",
    );
  });

  it("is read with one subtracted when asked", async () => {
    const base = await read(orders, { frequencyCounts: "orders" });
    expect([...base.frequency]).toStrictEqual([0, 2, 0]);
    expect([...base.monetaryValue!]).toStrictEqual([Number.NaN, 7, Number.NaN]);
  });

  it("is not what same-day repeats are: these are refused with another way out", async () => {
    await expect(read(["a,1,0,30,5", "b,0,0,30,"])).rejects.toThrow(
      "Purchases on the first day are not repeat purchases. Make the base from the log with clv summarize.",
    );
  });

  it("is not one with a few ages that were rounded to 0", async () => {
    const others = Array.from({ length: 100 }, (_, k) => `c${k},1,5,30,5`);
    const base = await read(["a,1,0,30,5", "b,0,0,30,", ...others]);
    expect(base.length).toBe(102);
    await expect(read(["a,1,0,30,5", "b,0,0,30,", ...others.slice(2)])).rejects.toThrow("recency is 0: 1, first");
  });

  it("has no customer without an order", async () => {
    await expect(read(["a,0,0,30,"], { frequencyCounts: "orders" })).rejects.toThrow(
      "frequency is not a whole number ≥ 0: 1",
    );
  });
});
