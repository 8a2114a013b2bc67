import { describe, expect, it } from "vitest";
import { convertBase } from "../../src/data/convert-base.ts";
import { countHistories } from "../../src/data/histories.ts";
import { logTicks, STEPS, StepSums, stepsOfGap } from "../../src/data/litt.ts";
import { readCustomerBase } from "../../src/data/read-customer-base.ts";
import { summarize } from "../../src/data/summarize.ts";
import { DAY, GRAINS, UNITS } from "../../src/data/time-unit.ts";
import { customerBaseCsv } from "../../src/io/customer-base-csv.ts";
import { expectClose } from "../support/close.ts";
import { csv, readLog } from "../support/log.ts";

const LOG = `customer,date
a,2024-01-01
a,2024-01-08
a,2024-01-09
a,2024-02-09
b,2024-01-01
b,2024-01-15
b,2024-01-15
c,2024-01-03
`;

describe("litt, the logarithms of the times between purchases", () => {
  it("is the sum of ln of 7, 1 and 31 days in weeks, and 0 without customers", async () => {
    const { base } = summarize(await readLog(LOG), { unit: "week", litt: true });
    expectClose(base.litt![0]!, Math.log(1) + Math.log(1 / 7) + Math.log(31 / 7), 1e-13);
    expectClose(base.litt![1]!, Math.log(2), 1e-13);
    expect(base.litt![2]).toBe(0);
  });

  it("is left out unless asked for", async () => {
    const { base } = summarize(await readLog(LOG), { unit: "week" });
    expect(base).not.toHaveProperty("litt");
    expect(countHistories(base)).not.toHaveProperty("litt");
  });

  it("knows no time after the split", async () => {
    const { base } = summarize(await readLog(LOG), { unit: "day", split: "2024-01-10", litt: true });
    expectClose(base.litt![0]!, Math.log(7), 1e-13);
  });

  it("has ln of a time in every unit to 3e-14, up to 300 years of milliseconds", () => {
    for (const unit of UNITS) {
      for (const tick of [1, DAY]) {
        const logUnit = logTicks(unit, tick);
        for (let n = 1; n < 1e13 / tick; n = Math.ceil(n * 1.0371)) {
          const error = stepsOfGap(n, logUnit) / STEPS - (Math.log(n) - logUnit);
          expect(Math.abs(error), `${n} ticks`).toBeLessThan(4e-14);
        }
      }
    }
  });

  it("has ln beside powers of 2, where the last bit of log2 decides", () => {
    for (let e = 1; e < 46; e++) {
      for (const n of [2 ** e - 1, 2 ** e, 2 ** e + 1, 1.5 * 2 ** e]) {
        expect(Math.abs(stepsOfGap(n, 0) / STEPS - Math.log(n)), `${n}`).toBeLessThan(4e-14);
      }
    }
  });

  it("is summed exactly in any order, beyond 2⁵³ steps too", () => {
    const steps = Array.from({ length: 5000 }, (_, k) => stepsOfGap(1 + ((k * 7919) % 100_003), 0));
    const exact = Number(steps.reduce((sum, one) => sum + BigInt(one), 0n)) / STEPS;
    for (const some of [steps, steps.toReversed(), steps.toSorted((a, b) => a - b)]) {
      const sums = new StepSums(1);
      for (const one of some) sums.add(0, one);
      expect(sums.logarithms()[0]).toBe(exact);
    }
    expect(exact * STEPS).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  });

  it("is summed over the customers of a history", async () => {
    const log = await readLog("customer,date\na,2024-01-01\na,2024-01-04\nb,2024-01-01\nb,2024-01-04\nc,2024-01-05\n");
    const histories = countHistories(summarize(log, { unit: "day", litt: true }).base);
    expect(Array.from(histories.count)).toStrictEqual([1, 2]);
    expect(histories.litt![0]).toBe(0);
    expectClose(histories.litt![1]!, 2 * Math.log(3), 1e-13);
  });

  it("moves with the unit", async () => {
    const log = await readLog(LOG);
    const weeks = convertBase(summarize(log, { unit: "day", litt: true }).base, "week");
    const made = summarize(log, { unit: "week", litt: true }).base;
    for (const [k, litt] of made.litt!.entries()) expectClose(weeks.litt![k]!, litt, 1e-13, "", 1e-13);
  });

  it.each(GRAINS)("is written to a base and read back to the last bit, grain %s", async (grain) => {
    const { base } = summarize(await readLog(LOG), { unit: "week", litt: true, grain });
    const text = [...customerBaseCsv(base)].join("");
    expect(text.split("\n")[0]).toBe("customer_id,frequency,recency,T,litt,first_date,last_date");
    const back = await readCustomerBase(await csv(text), { unit: "week" });
    expect(back.litt).toStrictEqual(base.litt);
  });

  it("is read from a table of BTYDplus", async () => {
    const base = await readCustomerBase(await csv("cust,x,t.x,litt,T.cal\n1,2,30,5.2,40\n2,0,0,0,40\n3,0,0,NA,40\n"), {
      unit: "day",
      customer: "cust",
    });
    expect(Array.from(base.litt!)).toStrictEqual([5.2, 0, 0]);
  });

  it.each([
    ["more than equal times have", "9.9"],
    ["none", ""],
  ])("is refused where it is %s", async (_, litt) => {
    const table = await csv(`customer_id,frequency,recency,T,litt\n1,2,30,40,${litt}\n`);
    await expect(readCustomerBase(table, { unit: "day" })).rejects.toThrow(
      /litt is not a number, or larger than recency and frequency allow/,
    );
  });
});
