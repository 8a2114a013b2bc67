import { describe, expect, test } from "vitest";
import { proposeReading } from "../../src/data/propose-reading.ts";
import { csv } from "../support/log.ts";

const propose = async (text: string) => proposeReading(await csv(text));

describe("what the first rows suggest", () => {
  test("a plain log needs no flag", async () => {
    const proposed = await propose("customer_id,date,amount\na,2024-05-01,10\nb,2024-05-02,20\na,2024-05-03,5\n");
    expect(proposed).toMatchObject({ customer: "customer_id", date: "date", value: "amount", datesRead: 1, flags: [] });
    expect(proposed.columns[0]).toEqual({ name: "customer_id", samples: ["a", "b"], role: "customer", holds: "text" });
  });

  test("an export of a shop: odd names, a written-out date, a decimal comma", async () => {
    const text =
      "Name;Email;Paid at;Geld\n#1;a@x.de;31.05.2024;1.234,50\n#2;b@x.de;01.06.2024;12,00\n#3;a@x.de;02.06.2024;7,50\n";
    const { flags, doubts } = await propose(text);
    expect(flags.join(" ")).toBe("--date-format dmy --value Geld --decimal comma");
    expect(doubts).toEqual([expect.stringContaining('"Geld", the first column of numbers')]);
  });

  test("quantity and price make a value, names with blanks in quotes for the shell", async () => {
    const text =
      "Invoice,Quantity,InvoiceDate,Unit Price,Customer ID\n1,2,12/1/2010 8:26,2.5,17850\n2,3,12/13/2010 8:26,1,17850\n";
    const { value, flags } = await propose(text);
    expect(value).toBe('Quantity * "Unit Price"');
    expect(flags).toEqual(["--date-format", "mdy", "--value", "'Quantity * \"Unit Price\"'"]);
  });

  test("several candidates are named, epoch seconds and a missing value told", async () => {
    const text = "user_id,account_id,created_at\n1,x,1714557600\n2,y,1717180200\n1,x,1717180300\n";
    const { flags, doubts } = await propose(text);
    expect(flags.join(" ")).toBe("--customer user_id --date-format epoch --value none");
    expect(doubts).toEqual(['The customer may be any of "user_id", "account_id": clv takes the first.']);
  });

  test("columns without a telling name are told by what they hold", async () => {
    const text = `who,when,how much\n${["a,01-MAY-2024,3", "b,02-MAY-2024,4", "a,03-MAY-2024,5"].join("\n")}\n`;
    const { flags } = await propose(text);
    expect(flags).toEqual(["--customer", "who", "--date", "when", "--value", "'how much'"]);
  });
});
