import { describe, expect, it } from "vitest";
import { isMissingId } from "../../src/data/missing-id.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { readLog } from "../support/log.ts";

const words = ["NULL", "null", "nan", "NaN", "None", "NA", "N/A", "#N/A", "<NA>", "\\N", "nil", "NaT", "undefined"];
const blanks = [" ", "  \t", "\u00a0", "\u3000"];
const ids = ["Nan Goldin", "NULL1", "nano", "n", "a", "0", "-", "Nonesuch", "Ann/A", "N A"];

describe("ids that are words for a missing one", () => {
  it.each([...words, ...blanks, ...words.map((word) => ` ${word} `)])("%j is no id", (word) => {
    expect(isMissingId(word)).toBe(true);
  });

  it.each(ids)("%j is an id", (id) => {
    expect(isMissingId(id)).toBe(false);
  });

  it("are bad rows, told with the way out", async () => {
    const text = "customer_id,date\na,2024-01-01\nNULL,2024-01-02\n";
    await expect(readLog(text)).rejects.toThrow(
      'row 3, column customer_id: expected a customer id, got "NULL". This is a usual mark of a missing id. ' +
        "If it is the id of a customer, use --any-id. Or leave out bad rows: --on-bad-row skip.",
    );
    const { report, customers } = await readLog(text, { onBadRow: "skip" });
    expect(customers).toStrictEqual(["a"]);
    expect(report.rejected.byReason).toMatchObject([{ reason: "no-customer", count: 1 }]);
  });

  it("are ids when asked", async () => {
    const { customers } = await readTransactions([{ customer: "NULL", date: "2024-01-02" }], { anyId: true });
    expect(customers).toStrictEqual(["NULL"]);
  });

  it("are bad rows for transactions handed over by a program too", async () => {
    await expect(readTransactions([{ customer: "None", date: "2024-01-02" }])).rejects.toThrow("usual mark");
  });
});
