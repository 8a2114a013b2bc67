import { expect, it } from "vitest";
import { timeZone } from "../../../src/data/time-zone.ts";
import { DUCKDB } from "../../../src/sql/duckdb/dialect.ts";
import { transactionsSql } from "../../../src/sql/steps/transactions-sql.ts";

// Each time it is named it would be bound and read again: half a thousand comparisons took seconds before the first row.
it("names the date of a row as often in a zone with many changes as in one without", () => {
  const names = (zone: string, wholeDays: boolean): number => {
    const relation = {
      from: "log",
      column: DUCKDB.identifier,
      columns: ["customer", "moment"].map((name) => ({ name, type: "text" as const })),
      conditions: [],
    };
    const shape = {
      customer: "customer",
      date: "moment",
      dateFormat: "iso",
      decimal: "point",
      returns: "net",
      anyId: false,
      attributes: [],
    } as const;
    const sql = transactionsSql(DUCKDB, relation, shape, undefined, timeZone(zone), {
      positive: true,
      wholeDays,
      recent: true,
    })!;
    return sql.split('"moment"').length - 1;
  };
  for (const wholeDays of [true, false]) {
    // One more to ask whether it has an offset.
    expect(names("Europe/Berlin", wholeDays)).toBe(names("UTC", wholeDays) + (wholeDays ? 0 : 1));
  }
});
