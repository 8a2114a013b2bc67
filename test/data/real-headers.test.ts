import { describe, expect, it } from "vitest";
import { candidates, findColumn } from "../../src/data/columns.ts";
import { detectDelimiter } from "../../src/data/csv/delimiter.ts";
import { likelyEncoding } from "../../src/data/csv/encoding.ts";
import { proposeReading } from "../../src/data/propose-reading.ts";
import { check } from "../../src/node.ts";

/** The proposal for a table of so many rows, each made from its number. */
function proposed(header: string, row: (k: number) => string, rows = 40) {
  const sample = Array.from({ length: rows }, (_, k) => row(k).split(";"));
  return proposeReading({ columns: header.split(";"), sample, decimal: "point", decimalSaid: false });
}

const day = (k: number): string => new Date(Date.UTC(2024, 0, 1 + k)).toISOString().slice(0, 10);

describe("the customer of an export", () => {
  it.each([
    ["Order ID;Order Date;First Name (Billing);Email (Billing);Order Total Amount", "Email (Billing)"],
    ["Date;Billing Email;Total", "Billing Email"],
    ["date;shop_customer_number;total", "shop_customer_number"],
    ["Posting Date;Account No;Amount", "Account No"],
    ["Member Number;Date;Sales", "Member Number"],
    ["Kundennummer (intern);Datum;Betrag", "Kundennummer (intern)"],
  ])("is known by its name: %s", (header, name) => {
    const columns = header.split(";");
    expect(columns[findColumn(columns, "customer", undefined, "log")]).toBe(name);
  });

  it.each(["Date;Customer Name;Total", "Date;Emailed;Total", "Date;Subject (Email);Total"])(
    "is not taken from a name that only sounds like it: %s",
    (header) => {
      expect(candidates(header.split(";"), "customer")).toEqual([]);
    },
  );

  it("is the likelier of several names, and no column of amounts or dates", () => {
    const { customer, value } = proposed(
      "Date;Net Sales;Card;Customer ID",
      (k) => `${day(k)};$${k + 1}.50;$${k + 1}.50;CUST${k % 9}`,
    );
    expect([customer, value]).toEqual(["Customer ID", "Net Sales"]);
    const olist = proposed(
      "customer_id;customer_unique_id;order_purchase_timestamp;payment_value",
      (k) => `o${k};u${k % 9};${day(k)};${k}.5`,
    );
    expect(olist.customer).toBe("customer_unique_id");
    const nested = proposed("user;userId;createdAt;amount", (k) => `{"id":${k % 9}};${k % 9};${day(k)};${k}.5`);
    expect(nested.customer).toBe("userId");
  });
});

describe("what stands between fields", () => {
  const lines = (row: (k: number) => string): string => Array.from({ length: 30 }, (_, k) => `${row(k)}\n`).join("");
  it.each([
    ["a file without a header and with decimal commas", lines((k) => `04.01.2022;K${k};26,06`), "semicolon"],
    ["the same of digits", lines((k) => `${k};20220104;1,5;26,06`), "semicolon"],
    ["the same with tabs", lines((k) => `${k}\t20220104\t26,06`), "tab"],
    ["a caret under names with blanks", `Cust No^Order Date^Gross Amount\n${lines((k) => `${k}^20220104^26.06`)}`, "^"],
    ["a tilde", `cust~date~amount\n${lines((k) => `${k}~2022-01-04~26.06`)}`, "~"],
  ])("is found in %s", (_, head, delimiter) => {
    expect(detectDelimiter(head, "point", "log")).toBe(delimiter);
  });

  it("is asked for where two marks do equally well", () => {
    expect(() =>
      detectDelimiter(
        lines((k) => `a;${k},b;c`),
        "point",
        "log",
      ),
    ).toThrow("--delimiter");
  });
});

describe("the value of an export", () => {
  it("is the whole order rather than a part of it, where no name is a usual one", () => {
    const { value, doubts } = proposed(
      "Customer;Date;Order Subtotal Amount;Order Total Tax Amount;Order Total Amount",
      (k) => `c${k % 9};${day(k)};${k}.5;${k}.1;${k}.6`,
    );
    expect(value).toBe("Order Total Amount");
    expect(doubts.join()).toContain("by its name");
  });

  it("says that orders of every status count, with the condition for the commonest", () => {
    const { doubts } = proposed(
      "Customer;Date;Total;Order Status;State",
      (k) => `c${k % 9};${day(k)};${k}.5;${k % 10 === 0 ? "cancelled" : "completed"};${k % 2 ? "CA" : "NY"}`,
    );
    expect(doubts).toEqual([
      `Rows of every "Order Status" count: cancelled, completed. To read only some of them: --where "\\"Order Status\\" = 'completed'".`,
    ]);
    const alike = proposed("Customer;Date;Total;Status", (k) => `c${k % 9};${day(k)};${k}.5;paid`);
    expect(alike.doubts).toEqual([]);
  });
});

describe("the first lines of a file", () => {
  const rows = Array.from({ length: 30 }, (_, k) => `A-${k},${day(k)},${k}.50,GBP`).join("\n");
  it.each([
    ["Sales report January 2022 to May 2024\nPrepared by: Finance\n\n", 3],
    ["Report, 2024\n", 1],
    ["Export\n", 1],
  ])("are a title where the rows have more fields: %j", (title, skipLines) => {
    const head = `${title}Account No,Posting Date,Net Amount,Currency\n${rows}\n`;
    expect(() => detectDelimiter(head, "point", "log")).toThrow(`use --skip-lines ${skipLines}`);
  });

  it("are no title where rows have one field more than the header, nor in a file of blanks", () => {
    expect(detectDelimiter(`a,b,c\n${rows}\n`, "point", "log")).toBe("comma");
    expect(detectDelimiter(`${rows.replaceAll(",", " ")}\n`, "point", "log")).toBe("blank");
  });
});

describe("an encoding", () => {
  const macintosh: readonly number[] = [0x53, 0x6f, 0x63, 0x69, 0x8e, 0x74, 0x8e, 0x20, 0xc7, 0x31, 0xc8];
  it.each([
    ["Société «1» in Mac Roman", macintosh, "macintosh"],
    ["€5 in Windows-1252", [0x80, 0x35, 0x0a], "latin1"],
    ["l’été in Windows-1252", [0x6c, 0x92, 0xe9, 0x74, 0xe9], "latin1"],
    ["“no” – yes in Windows-1252", [0x93, 0x6e, 0x6f, 0x94, 0x20, 0x96, 0x20, 0x79], "latin1"],
    ["Müller in Mac Roman", [0x4d, 0x9f, 0x6c, 0x6c, 0x65, 0x72], "macintosh"],
    ["Ärger in Mac Roman", [0x80, 0x72, 0x67, 0x65, 0x72], "macintosh"],
    ["Ärger in Windows-1252", [0xc4, 0x72, 0x67, 0x65, 0x72], "latin1"],
  ])("is told by letters within words: %s", (_, bytes, encoding) => {
    expect(likelyEncoding(Uint8Array.from(bytes))).toBe(encoding);
  });
});

describe("the unit of a table of another program", () => {
  it.each([
    ["customer_id,frequency_cal,recency_cal,T_cal", "day"],
    ["cust,x,t.x,T.cal", "week"],
  ])("is that of the program: %s", async (header, unit) => {
    const rows = Array.from({ length: 30 }, (_, k) => `c${k},${k % 3},${(k % 3) * 7},${60 + k}`);
    const stdin = [new TextEncoder().encode(`${header}\n${rows.join("\n")}\n`)];
    const { command } = await check("-", { stdin: stdin as never });
    expect(command).toContain(`--unit ${unit} `);
  });
});
