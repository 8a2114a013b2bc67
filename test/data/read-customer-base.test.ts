import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksLikeBase } from "../../src/data/base-columns.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { buildSpendHistories } from "../../src/data/histories.ts";
import { type BaseOptions, readCustomerBase } from "../../src/data/read-customer-base.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import { GRAINS, UNITS } from "../../src/data/time-unit.ts";
import { customerBaseCsv } from "../../src/io/customer-base-csv.ts";
import { csv } from "../support/log.ts";

async function read(text: string, options: BaseOptions = { unit: "week" }): Promise<CustomerBase> {
  return readCustomerBase(await csv(text, { name: "base.csv" }), options);
}

describe("written and read back", () => {
  const days = fc.integer({ min: 0, max: 500 * 24 * 60 });
  const id = fc.oneof(
    fc.constantFrom("0", "00", "a,b", 'q"q', " a", "a ", "a\nb", "a\rb", "=cmd()", "\uFEFFx", "a;b", "😀", "__proto__"),
    fc.string({ minLength: 1, maxLength: 4 }),
  );
  const rows = fc.array(
    fc.record({ customer: id, minute: days, value: fc.double({ min: 0, max: 1e6, noNaN: true }) }),
    { minLength: 1, maxLength: 80 },
  );
  // Within one year no unit is found, see `discrete.test.ts` for years.
  const grains = GRAINS.filter((grain) => grain !== "year");
  const how = fc.record<SummarizeOptions>({ unit: fc.constantFrom(...UNITS), grain: fc.constantFrom(...grains) });
  const start = Date.UTC(2023, 0, 2);

  test("is the same base to the last bit; unit, end and grain are found in it", async () => {
    await fc.assert(
      fc.asyncProperty(rows, how, fc.boolean(), fc.boolean(), async (list, options, values, split) => {
        const transactions = [
          { customer: "first", minute: 0, value: 1 },
          // A customer who begins on another day: without one no unit could be found in the file.
          { customer: "second", minute: 100 * 24 * 60, value: 1 },
          ...list,
        ].map(({ customer, minute, value }) => ({
          customer,
          date: start + minute * 60_000 + 17,
          ...(values ? { value } : {}),
        }));
        const { base } = summarize(await readTransactions(transactions, { anyId: true }), {
          ...options,
          until: "2024-12-31",
          ...(split ? { split: options.grain === "week" ? "2023-06-05" : "2023-06-01" } : {}),
        });
        const text = [...customerBaseCsv(base)].join("");
        // A week and a month begin on days: the file cannot tell them from days.
        const back = await read(text, { grain: options.grain!, anyId: true });
        const { newCustomers: _, ...holdout } = base.holdout ?? {};
        expect(back).toEqual(base.holdout === undefined ? base : { ...base, holdout });
      }),
    );
  });

  test("a mean of 0 from purchases that cost nothing comes back; the spend model leaves it out", async () => {
    const transactions = ["2024-01-01", "2024-01-08"].map((date) => ({ customer: "a", date, value: 0 }));
    const { base } = summarize(await readTransactions(transactions), { unit: "week" });
    const back = await read([...customerBaseCsv(base)].join(""));
    expect(back.monetaryValue![0]).toBe(0);
    expect(buildSpendHistories(back)).toMatchObject({ withoutRepeat: 0, zeroValued: 1, histories: { length: 0 } });
  });
});

describe("tables made elsewhere", () => {
  test("lifetimes: an unnamed id column, floats, 0 for no value", async () => {
    const base = await read(",frequency,recency,T,monetary_value\n0001,2.0,30.43,38.86,22.35\n2,0.0,0.0,38.0,0.0\n");
    expect(base).toMatchObject({ customers: ["0001", "2"], unit: "week", grain: "day" });
    expect([...base.monetaryValue!]).toEqual([22.35, Number.NaN]);
    expect([[...base.frequency], [...base.recency], [...base.T]]).toEqual([
      [2, 0],
      [30.43, 0],
      [38.86, 38],
    ]);
    expect(base.until).toBeUndefined();
  });

  test("by hand: other names, order, delimiter and no values", async () => {
    const base = await read("T;Frequency;RECENCY;Client\n10;1;3,5;b\n8;0;0;a\n".replaceAll(",", "."));
    expect(base.customers).toEqual(["a", "b"]);
    expect([...base.T]).toEqual([8, 10]);
    expect(base.monetaryValue).toBeUndefined();
    expect((await read("ID,frequency,recency,T\n1,0,0,5\n")).customers).toEqual(["1"]);
  });

  test("a header of a base is told from one of a log", () => {
    expect(looksLikeBase(["customer_id", "frequency", "recency", "T"])).toBe(true);
    expect(looksLikeBase(["ID", "Frequency", "Recency", "t", "x"])).toBe(true);
    expect(looksLikeBase(["customer_id", "date", "amount"])).toBe(false);
  });
});

describe("the unit", () => {
  const dated =
    "customer_id,frequency,recency,T,first_date,last_date\na,1,1,2,2024-01-01,2024-01-08\nb,0,0,1,2024-01-08,2024-01-08\n";

  test("is said by the dates, and one that does not fit is refused", async () => {
    const base = await read(dated, {});
    expect(base.unit).toBe("week");
    expect(new Date(base.until!).toISOString().slice(0, 10)).toBe("2024-01-15");
    await expect(read(dated, { unit: "day" })).rejects.toThrow(
      /unit: expected week, which the dates of the file imply, got "day"/,
    );
    await expect(read(dated.replace("2,2024-01-01", "9,2024-01-01"), {})).rejects.toThrow(
      /agree with first_date and last_date/,
    );
  });

  test("must be given where there are no dates", async () => {
    await expect(read("id,frequency,recency,T\n1,0,0,5\n", {})).rejects.toThrow(
      /expected the unit of recency and T.*--unit/,
    );
  });
});

describe("a base that contradicts itself is refused, with counts and the first customers", () => {
  const cases: [rule: RegExp, row: string][] = [
    [/recency > T: 1, first "x" \(row 3\)/, "x,1,9,8,5"],
    [/frequency is 0 and recency is not: 1/, "x,0,1,8,"],
    [/frequency is not a whole number ≥ 0: 1/, "x,1.5,1,8,5"],
    [/frequency is not a whole number ≥ 0: 1/, "x,-1,1,8,5"],
    [/frequency is not a whole number ≥ 0: 1/, "x,,1,8,5"],
    [/recency is not a number ≥ 0: 1/, "x,1,-1,8,5"],
    [/T is not a number ≥ 0: 1/, "x,1,1,,5"],
    [/frequency > 0 without a monetary_value > 0: 1/, "x,1,1,8,0"],
    [/frequency > 0 without a monetary_value > 0: 1/, "x,1,1,8,-5"],
    [/frequency > 0 without a monetary_value > 0: 1/, "x,1,1,8,"],
    [/frequency is 0 and monetary_value is not: 1/, "x,0,0,8,5"],
    [/unreadable T: 1/, "x,0,0,eight,"],
    [/T is not a number ≥ 0: 1/, "x,0,0,NaN,"],
    [/no customer id: 1/, ",0,0,8,"],
    [/customers that occur twice: 1, first "a"/, "a,0,0,8,"],
    [/rows with broken quotes or a wrong number of fields: 1/, "x,0,0"],
  ];
  for (const [rule, row] of cases) {
    test(row, async () => {
      const text = `customer_id,frequency,recency,T,monetary_value\na,1,1,8,5\n${row}\n`;
      await expect(read(text)).rejects.toThrow(rule);
      await expect(read(text)).rejects.toThrow(
        /base.csv: expected a customer base that does not contradict itself, got 1/,
      );
    });
  }

  test("several rules, five customers of each", async () => {
    const bad = Array.from({ length: 7 }, (_, k) => `c${k},1,9,8,5\n`).join("");
    const text = `customer_id,frequency,recency,T,monetary_value\n${bad}z,0,1,8,\n`;
    await expect(read(text)).rejects.toThrow(
      /got 8. Found recency > T: 7, first "c0" \(row 2\), .*"c4" \(row 6\); frequency is 0 and recency is not: 1, first "z" \(row 9\)\./,
    );
  });

  test("a missing column, and a base of a header alone", async () => {
    await expect(read("customer_id,frequency,recency\na,1,2\n")).rejects.toThrow(/expected a column T/);
    await expect(read("customer_id,frequency,recency,T\n")).rejects.toThrow(/expected customers, got "a header alone"/);
  });
});

describe("tables of other programs", () => {
  const rows = [
    ["a", 2, 10, 30],
    ["b", 0, 0, 25],
  ];
  const table = (header: string, more: readonly (readonly (string | number)[])[] = [[], []]): string =>
    `${header}\n${rows.map((row, k) => [...row, ...more[k]!].join(",")).join("\n")}\n`;

  test.each([
    ["BTYD and BTYDplus", table("cust,x,t.x,T.cal")],
    ["BTYD with purchases in a holdout of unknown length", table("cust,x,t.x,T.cal,x.star", [[1], [0]])],
    ["lifetimes' calibration table", table("customer_id,frequency_cal,recency_cal,T_cal")],
    ["the courses'", table("customer_id,frequency,recency_cltv_weekly,T_weekly")],
  ])("%s", async (_, text) => {
    const base = await read(text, { unit: "week" });
    expect([[...base.frequency], [...base.recency], [...base.T]]).toEqual([
      [2, 0],
      [10, 0],
      [30, 25],
    ]);
    expect(base.holdout).toBeUndefined();
  });

  test("a holdout under the names of BTYDplus", async () => {
    const text = table("cust,x,t.x,T.cal,T.star,x.star", [
      [13, 1],
      [13, 0],
    ]);
    const { holdout } = await read(text, { unit: "week" });
    expect([holdout?.duration, ...holdout!.frequency]).toEqual([13, 1, 0]);
  });

  test("names of one's own", async () => {
    const columns = { frequency: "n", recency: "last", T: "seen", monetary_value: "mean" };
    const base = await read(table("customer,n,last,seen,mean", [[7], ["NA"]]), { unit: "week", columns });
    expect([[...base.frequency], [...base.monetaryValue!]]).toEqual([
      [2, 0],
      [7, Number.NaN],
    ]);
  });

  test.each(["NA", "NaN", "null", "None", "n/a", ""])(
    "a one-time buyer's mean value may be written %j",
    async (none) => {
      const base = await read(table("customer_id,frequency,recency,T,monetary_value", [[7], [none]]), { unit: "week" });
      expect([...base.monetaryValue!]).toEqual([7, Number.NaN]);
    },
  );
});
