import { describe, expect, test } from "vitest";
import { readTransactions } from "../../src/data/read-transactions.ts";
import type { Rejection } from "../../src/data/rejection.ts";
import type { Transaction } from "../../src/data/transaction-log.ts";
import { readLog, rowsOf } from "../support/log.ts";

describe("columns", () => {
  const found: [header: string, names: [string, string, string | undefined]][] = [
    ["customer_id,date,amount", ["customer_id", "date", "amount"]],
    ["CustomerID,InvoiceDate,Revenue", ["CustomerID", "InvoiceDate", "Revenue"]],
    ["Customer ID,order_date,SALES", ["Customer ID", "order_date", "SALES"]],
    ["CUST, Timestamp ,price", ["CUST", "Timestamp", "price"]],
    ["client,note,date", ["client", "date", undefined]],
  ];
  for (const [header, [customer, date, value]] of found) {
    test(header, async () => {
      const body = header.split(",").map((name) => (/date|time/i.test(name) ? "2024-01-01" : "7"));
      expect((await readLog(`${header}\n${body.join(",")}\n`)).report.columns).toEqual({ customer, date, value });
    });
  }

  test("what is missing or ambiguous is an error with the header and the flag", async () => {
    await expect(readLog("who,date\n1,2\n")).rejects.toThrow(
      /header: expected a customer column with a usual name, got "none". The columns are "who", "date"; name one: --customer NAME/,
    );
    await expect(readLog("customer,client,date\n1,2,3\n")).rejects.toThrow(/got "customer and client".*--customer/);
    await expect(readLog("customer,date,order_date\n1,2,3\n")).rejects.toThrow(/got "date and order_date".*--date/);
    await expect(readLog("customer,date,price,amount\n1,2,3,4\n")).rejects.toThrow(/got "price and amount".*--value/);
    await expect(readLog("customer,date\n1,2\n", { customer: "Customer" })).rejects.toThrow(/a column called Customer/);
    await expect(readLog("customer,date,x,x\n1,2,3,4\n", { value: "x" })).rejects.toThrow(
      /each column name only once, got "\\"x\\" more than once"/,
    );
  });

  test("a header without a letter is taken for a row: it is said how to name the columns", async () => {
    await expect(readLog("0001,1997-01-01,29.33\n0001,1997-01-18,29.73\n")).rejects.toThrow(
      /name the columns in order, .*--no-header --columns customer,date,amount/,
    );
  });

  test("a price beside a quantity is no clear value", async () => {
    const text = "customer,date,Quantity,UnitPrice\n1,2024-01-01,3,2.5\n";
    await expect(readLog(text)).rejects.toThrow(/got "UnitPrice beside Quantity".*--value 'Quantity \* UnitPrice'/);
    expect(rowsOf(await readLog(text, { value: "Quantity * UnitPrice" }))).toEqual([["1", "2024-01-01", 7.5]]);
    expect(rowsOf(await readLog(text, { value: "UnitPrice" }))).toEqual([["1", "2024-01-01", 2.5]]);
    expect(rowsOf(await readLog(text, { value: false }))).toEqual([["1", "2024-01-01"]]);
  });

  test("named columns, with and without header", async () => {
    const options = { customer: "who", date: "when", value: "`how much` / 2" };
    expect(rowsOf(await readLog("who,when,how much\nA,20240101,3\n", options))).toEqual([["A", "2024-01-01", 1.5]]);
    const columns = ["_", "customer", "date", "_", "amount"];
    expect(rowsOf(await readLog(" 4 0001 19970101 2 29.33\n", { header: false, columns }))).toEqual([
      ["0001", "1997-01-01", 29.33],
    ]);
  });
});

describe("values", () => {
  test("millionths, rounded half away from zero, once", async () => {
    const log = await readLog(
      "customer,date,amount\n1,20240101,0.0000005\n1,20240101,-0.0000005\n1,20240101,1e-7\n1,20240101,.1\n",
    );
    expect([...log.value!]).toEqual([1, -1, 0, 100_000]);
  });

  test("a decimal comma", async () => {
    const text = "customer;date;amount\n1;20240101;1,5\n2;20240102;-0,25\n";
    expect(rowsOf(await readLog(text, { decimal: "comma" }))).toEqual([
      ["1", "2024-01-01", 1.5],
      ["2", "2024-01-02", -0.25],
    ]);
    await expect(readLog(text)).rejects.toThrow(/row 2, column amount: expected a number, got "1,5".*--decimal comma/);
  });

  test("what is no number is a bad row", async () => {
    for (const bad of ["", "x", "NaN", "Infinity", "1,234", "1,23.5", "INV 5", "0x10", "1e999", "--1", "1 2", "(-5)"]) {
      await expect(readLog(`customer\tdate\tamount\n1\t20240101\t${bad}\n`)).rejects.toThrow(
        `row 2, column amount: expected a number, got ${JSON.stringify(bad)}`,
      );
    }
  });

  test("beyond 2^53 millionths is a bad row, never inexact", async () => {
    expect([...(await readLog("customer,date,amount\n1,20240101,9007199254.74\n")).value!]).toEqual([
      9_007_199_254_740_000,
    ]);
    await expect(readLog("customer,date,amount\n1,20240101,9007199255\n")).rejects.toThrow(/below 2\^53 millionths/);
  });

  test("an expression blames the column, or itself", async () => {
    const options = { value: "Quantity / Price" };
    const text = (price: string): string => `customer,date,Quantity,Price\n1,20240101,3,${price}\n`;
    await expect(readLog(text("x"), options)).rejects.toThrow(/column Price: expected a number, got "x"/);
    await expect(readLog(text("0"), options)).rejects.toThrow(
      /column Quantity \/ Price: expected a number, got "Infinity"/,
    );
  });
});

describe("dates", () => {
  test("an unreadable date stops with the way out", async () => {
    await expect(readLog("customer,date\n1,2024-01-01\n2,2023-02-30\n", { name: "orders.csv" })).rejects.toThrow(
      /orders.csv row 3, column date: expected a date, got "2023-02-30".*--on-bad-row skip/,
    );
    await expect(readLog("customer,date\n1,31/1/2024\n")).rejects.toThrow(/--date-format dmy reads it as 2024-01-31/);
    expect(rowsOf(await readLog("customer,date\n1,31/1/2024\n", { dateFormat: "dmy" }))).toEqual([["1", "2024-01-31"]]);
  });

  test("a zone for dates without an offset", async () => {
    const log = await readLog("customer,date\n1,2024-07-01T00:30\n", { timeZone: "Europe/Berlin" });
    expect(rowsOf(log)).toEqual([["1", "2024-06-30T22:30:00.000Z"]]);
  });
});

describe("ids are text", () => {
  test("leading zeros, blanks, and every character are kept", async () => {
    const ids = [
      "007",
      "7",
      " 7",
      "7 ",
      "__proto__",
      "constructor",
      "=cmd()",
      "😀",
      "a\u0000b",
      'q"q',
      "a,b",
      "a\nb",
      "x".repeat(1 << 20),
    ];
    const quoted = ids.map((id) => `"${id.replaceAll('"', '""')}",2024-01-01\n`);
    const log = await readLog(`customer,date\n${quoted.join("")}`);
    expect(log.customers).toEqual(ids);
    const plain = ["007", " 7", "7 ", "__proto__", "toString", "=cmd()", "a\u0000b"];
    expect((await readLog(`customer,date\n${plain.map((id) => `${id},2024-01-01\n`).join("")}`)).customers).toEqual(
      plain,
    );
  });

  test("an empty id is a bad row", async () => {
    await expect(readLog("customer,date\n,2024-01-01\n")).rejects.toThrow(
      /row 2, column customer: expected a customer id, got ""/,
    );
  });
});

describe("bad rows", () => {
  const text = [
    "customer,date,amount",
    "1,2024-01-01,5",
    "",
    ",2024-01-01,5",
    '2,"2024-02-30",5',
    "3,2024-01-01,five",
    "4,2024-01-01",
    '5,"a\nb",5',
    '6,2024-01-0"1,5',
    "7,2024-01-01,1e12",
    "8,2024-01-01,6",
  ].join("\n");

  test("skip counts by reason, with row, column and value, and hands every row on", async () => {
    const rejected: [Rejection, readonly string[]][] = [];
    const log = await readLog(text, {
      onBadRow: "skip",
      onRejected: (rejection, fields) => rejected.push([rejection, fields]),
    });
    expect(rowsOf(log)).toEqual([
      ["1", "2024-01-01", 5],
      ["8", "2024-01-01", 6],
    ]);
    expect(rejected.map(([{ row, reason, column, value }]) => [row, reason, column, value])).toEqual([
      [4, "no-customer", "customer", ""],
      [5, "unreadable-date", "date", "2024-02-30"],
      [6, "unreadable-value", "amount", "five"],
      [7, "field-count", "any", "2 fields for 3 columns"],
      [8, "unreadable-date", "date", "a\nb"],
      [10, "broken-quote", "any", '6 2024-01-0"1 5'],
      [11, "value-too-large", "amount", "1e12"],
    ]);
    expect(rejected[3]![1]).toEqual(["4", "2024-01-01"]);
    const { report } = log;
    expect(report).toMatchObject({ rows: 9, blankLines: 1, returnsDropped: 0 });
    expect(report.rejected.count).toBe(7);
    expect(report.rejected.byReason.map(({ reason, count }) => [reason, count])).toEqual([
      ["no-customer", 1],
      ["unreadable-date", 2],
      ["unreadable-value", 1],
      ["field-count", 1],
      ["broken-quote", 1],
      ["value-too-large", 1],
    ]);
  });

  test("the first five of each reason are kept", async () => {
    const rows = Array.from({ length: 12 }, (_, k) => `c${k},never`);
    const { report } = await readLog(`customer,date\n${rows.join("\n")}`, { onBadRow: "skip" });
    expect(report.rejected.byReason).toEqual([
      {
        reason: "unreadable-date",
        count: 12,
        value: 0,
        first: [2, 3, 4, 5, 6].map((row) => ({ row, reason: "unreadable-date", column: "date", value: "never" })),
      },
    ]);
  });
});

describe("returns and zeros", () => {
  const text = "customer,date,amount\n1,2024-01-01,5\n1,2024-01-01,-2\n2,2024-01-02,0\n";

  test("net keeps and counts them, drop leaves them out and counts them, stop refuses them", async () => {
    expect((await readLog(text)).report).toMatchObject({ rows: 3, returns: 1, returnsDropped: 0, zeroValues: 1 });
    const dropped = await readLog(text, { returns: "drop" });
    expect(dropped.report).toMatchObject({ rows: 3, returns: 0, returnsDropped: 1, zeroValues: 1 });
    expect(dropped.length).toBe(2);
    await expect(readLog(text, { returns: "stop" })).rejects.toThrow(
      /row 3, column amount: expected no value below 0, got "-2".*--returns net/,
    );
    const stopped = await readLog(text, { returns: "stop", onBadRow: "skip" });
    expect(stopped.report.rejected.byReason[0]).toMatchObject({ reason: "return", count: 1 });
  });
});

describe("transactions handed over", () => {
  const transactions: Transaction[] = [
    { customer: "a", date: new Date("2024-01-01T10:00:00Z"), value: 1.5 },
    { customer: "b", date: "2024-01-02", value: 2 },
    { customer: "a", date: Date.UTC(2024, 0, 3), value: 0 },
  ];
  const expected = [
    ["a", "2024-01-01T10:00:00.000Z", 1.5],
    ["b", "2024-01-02", 2],
    ["a", "2024-01-03", 0],
  ];

  test("by an iterable or an asynchronous one", async () => {
    expect(rowsOf(await readTransactions(transactions))).toEqual(expected);
    async function* later() {
      yield* transactions;
    }
    const log = await readTransactions(later());
    expect(rowsOf(log)).toEqual(expected);
    expect(log.report).toMatchObject({ rows: 3, zeroValues: 1, blankLines: 0 });
  });

  test("without values", async () => {
    const log = await readTransactions(transactions.map(({ customer, date }) => ({ customer, date })));
    expect(log.value).toBeUndefined();
    expect(log.report.zeroValues).toBe(0);
    expect((await readTransactions(transactions, { value: false })).value).toBeUndefined();
  });

  test("bad ones are bad rows", async () => {
    const read = (transaction: unknown) => readTransactions([transactions[0]!, transaction as Transaction]);
    await expect(read({ customer: 17, date: "2024-01-01", value: 1 })).rejects.toThrow(
      /row 2, column customer.*got "17".*String\(id\)/,
    );
    await expect(read({ customer: "", date: "2024-01-01", value: 1 })).rejects.toThrow(/column customer/);
    await expect(read({ customer: "a", date: new Date(Number.NaN), value: 1 })).rejects.toThrow(
      /column date.*invalid date/,
    );
    await expect(read({ customer: "a", date: null, value: 1 })).rejects.toThrow(/column date/);
    await expect(read({ customer: "a", date: 1e18, value: 1 })).rejects.toThrow(/column date/);
    for (const value of [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, "5"]) {
      await expect(read({ customer: "a", date: 0, value })).rejects.toThrow(/column value/);
    }
  });
});

test("progress is told every 50 000 rows or so", async () => {
  const told: number[] = [];
  const body = "1,2024-01-01\n".repeat(120_000);
  await readLog(`customer,date\n${body}`, { onProgress: ({ rows, bytes }) => told.push(rows, bytes) });
  expect(told.length).toBe(4);
  expect(told[0]).toBeGreaterThanOrEqual(50_000);
  expect(told[3]).toBeGreaterThan(told[1]!);
});
