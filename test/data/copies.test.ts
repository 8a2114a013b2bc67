import { describe, expect, it } from "vitest";
import { readLog } from "../support/log.ts";

const head = "customer,date,amount,invoice";
const order = (id: number, ...amounts: number[]): string[] =>
  amounts.map((amount) => `a,2024-01-0${id},${amount},${id}`);

async function copiesOf(lines: readonly string[], options: object = {}) {
  return (await readLog([head, ...lines, ""].join("\n"), options)).report.copies;
}

describe("rows equal to an earlier one", () => {
  it("are counted, and stay in the log", async () => {
    const lines = [...order(1, 5, 5, 7), ...order(2, 5), ...order(1, 5)];
    expect(await copiesOf(lines)).toStrictEqual({ rows: 2 });
    expect((await readLog([head, ...lines, ""].join("\n"))).length).toBe(5);
  });

  it("are lines of an order that has another line once, and copies of one that has none", async () => {
    const lines = [...order(1, 5, 5, 7), ...order(2, 3, 4), ...order(2, 3, 4)];
    expect(await copiesOf(lines, { order: "invoice" })).toStrictEqual({ rows: 3, ofWholeOrders: 2 });
    expect(await copiesOf(order(1, 5, 6), { order: "invoice" })).toStrictEqual({ rows: 0, ofWholeOrders: 0 });
  });

  it("differ by any field, and by where one field ends", async () => {
    expect(await copiesOf(["a,2024-01-01,1,x", "a,2024-01-01,1,y", "a,2024-01-01,1,xy"])).toStrictEqual({ rows: 0 });
    expect((await readLog("customer,date,f,g\na,2024-01-01,12,3\na,2024-01-01,1,23\n")).report.copies?.rows).toBe(0);
  });

  it("need a column of orders that is there", async () => {
    await expect(copiesOf(order(1, 5), { order: "basket" })).rejects.toThrow("name the right one: --order NAME");
  });
});
