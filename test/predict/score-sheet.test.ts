import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateColumns } from "../../src/data/evaluate-columns.ts";
import { columnsOf } from "../../src/data/expression.ts";
import { headingsOf, isOwnTable } from "../../src/io/own-table.ts";
import { columnsNamed, requireScoreColumns, scoresCsv } from "../../src/io/scores-csv.ts";
import { FILE_COLUMNS, nameInSql, SCORE_SHEET, type ScoreColumn } from "../../src/predict/score-sheet.ts";
import { worth, worthFormula } from "../../src/predict/worth-formula.ts";
import { seeded } from "../../src/random/seeded.ts";
import { DUCKDB } from "../../src/sql/duckdb/dialect.ts";
import { openSession, type DuckdbSession as Session } from "../../src/sql/duckdb/session.ts";
import { expressionSql } from "../../src/sql/steps/expression-sql.ts";

const sheet: readonly ScoreColumn[] = SCORE_SHEET;
/** What a formula may read before any column: see the sheet. */
const INPUTS = ["discountedPurchases", "orders"];

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

describe("the score sheet", () => {
  it("names every column once, in files and in code", () => {
    const unique = (names: readonly string[]) => expect(new Set(names).size).toBe(names.length);
    unique(sheet.map(({ key }) => key));
    unique(FILE_COLUMNS.map(({ name }) => name));
    unique(FILE_COLUMNS.map(({ of, key, end }) => [of, key, end].join()));
  });

  it("computes a column from those before it", () => {
    const known = new Set(INPUTS);
    for (const { key, formula } of sheet) {
      for (const operand of formula ? columnsOf(formula({ s: 0.3, k: 4 })) : []) expect(known).toContain(operand);
      known.add(key);
    }
  });

  it("has the columns of files in the order in which they were always written, net values apart", () => {
    const known = FILE_COLUMNS.filter(({ score }) => score.group !== "net").map(({ name }) => name);
    expect(known).toEqual([
      ...["p_alive", "p_alive_low", "p_alive_high", "p_alive_next"],
      ...["expected_purchases", "expected_purchases_low", "expected_purchases_high", "probability_of_purchase"],
      ...[
        "expected_spend",
        "expected_spend_low",
        "expected_spend_high",
        "clv",
        "clv_low",
        "clv_high",
        "clv_undiscounted",
      ],
      ...["outcome_purchases_low", "outcome_purchases_high", "outcome_value_low", "outcome_value_high"],
    ]);
  });

  it("gives the same bits in memory and in DuckDB, column by column", async () => {
    const random = seeded(8);
    const length = 300;
    const keys = [...INPUTS, ...sheet.map(({ key }) => key)];
    const columns = Object.fromEntries(
      keys.map((key) => [key, Float64Array.from({ length }, () => 1e4 * random.uniform() ** 6)]),
    );
    await session.load(
      "sheet",
      ["row", ...keys.map((key) => nameInSql(key))],
      [Float64Array.from({ length }, (_, k) => k), ...Object.values(columns)],
    );
    const formulas = sheet.filter((column) => column.formula);
    expect(formulas.map(({ name }) => name)).toEqual([
      "clv",
      "clv_undiscounted",
      "contribution",
      "net_to_date",
      "net_clv",
      "net_total",
    ]);
    for (const { name, formula } of formulas) {
      for (const terms of [
        { s: 0.3, k: 0 },
        { s: 1 / 3, k: 0.1 + 0.2 },
      ]) {
        const tree = formula!(terms);
        const sql = expressionSql(DUCKDB, tree, (key) => DUCKDB.identifier(nameInSql(key)));
        const got = await session.texts(`SELECT CAST(${sql} AS VARCHAR) FROM sheet ORDER BY row`);
        expect(
          got.map(([text]) => Number(text)),
          name,
        ).toEqual(Array.from(evaluateColumns(tree, columns, length)));
      }
    }
  });
});

describe("worth", () => {
  it("is one formula for numbers and for columns", () => {
    for (const terms of [
      { s: 0.3, k: 0 },
      { s: 0.27 - 0.02, k: 4 },
    ]) {
      const [z, n] = [35.1703712656854, 1.2345678901];
      const tree = worthFormula(terms.s, terms.k, "z", "n");
      const [of] = evaluateColumns(tree, { z: Float64Array.of(z), n: Float64Array.of(n) }, 1);
      expect(worth(terms, z, n)).toBe(of);
      expect(of).toBe(terms.s * z * n - terms.k * n);
    }
    expect(worth({ s: 0.5, k: 0 }, 3, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the columns of a file of scores", () => {
  const one = (value: number) => Float64Array.of(value);
  const purchases = { probabilityAlive: one(0.5), expectedPurchases: one(2), probabilityOfPurchase: one(0.25) };
  const value = { expectedSpend: one(10), clv: one(5), clvUndiscounted: one(6) };
  const about = { length: 1, customers: ["a"], horizon: { amount: 1, unit: "year" }, notices: [] } as const;

  it("have the net values where there are any", () => {
    const net = {
      ...{ revenue: one(30), contribution: one(9), acquisitionCost: one(20) },
      ...{ netToDate: one(-11), netClv: one(4), netTotal: one(-7) },
    };
    expect([...scoresCsv({ ...about, ...purchases, value, net })].join("")).toBe(
      "customer_id,p_alive,expected_purchases,probability_of_purchase,expected_spend,clv,clv_undiscounted," +
        "revenue,contribution,acquisition_cost,net_to_date,net_clv,net_total\n" +
        "a,0.5,2,0.25,10,5,6,30,9,20,-11,4,-7\n",
    );
    expect([...scoresCsv({ ...about, ...purchases, value, net }, ["net_total", "customer_id"])].join("")).toBe(
      "net_total,customer_id\n-7,a\n",
    );
  });

  it("are chosen by name, and an error says what a missing one needs", () => {
    const there = ["customer_id", "p_alive", "clv"].map((name) => ({ name }));
    const choose = (name: string) => () => columnsNamed(there, [name]);
    expect(choose("clv")()).toEqual([{ name: "clv" }]);
    expect(choose("CLV")).toThrow(/^--columns: expected columns of scores: customer_id, p_alive, clv, got "?CLV"?/);
    expect(choose("clv_low")).toThrow(/The column clv_low needs intervals: use --interval 0\.9/);
    expect(choose("expected_spend_low")).toThrow(/needs a spend model and the values of purchases/);
    expect(choose("net_clv")).toThrow(/The column net_clv needs a plan of costs/);
    expect(() => requireScoreColumns(["customer_id", "clv_low", "net_clv", "outcome_value_high"])).not.toThrow();
    expect(() => requireScoreColumns(["p_alife"])).toThrow(/^--columns: expected columns of scores: .*p_alive/);
  });

  it("tell a file of ours from a user's own with the same words", () => {
    expect(isOwnTable(headingsOf("customer_id,clv"))).toBe(true);
    expect(isOwnTable(headingsOf("customer_id,clv,revenue,net_total_low"))).toBe(true);
    expect(isOwnTable(headingsOf("customer_id,revenue"))).toBe(false);
    expect(isOwnTable(headingsOf("customer_id,revenue,contribution,acquisition_cost"))).toBe(false);
    expect(isOwnTable(headingsOf("customer_id,clv,email"))).toBe(false);
    expect(isOwnTable(headingsOf("customer_id"))).toBe(false);
  });
});
