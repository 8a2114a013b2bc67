import { gammaGamma } from "../../models/index.ts";
import { termsOfMargin } from "../../src/predict/worth-formula.ts";
import type { Dialect } from "../../src/sql/dialect.ts";
import type { Session } from "../../src/sql/session.ts";
import type { LogShape, SourceColumn } from "../../src/sql/source.ts";
import { addIntervals } from "../../src/sql/steps/add-intervals.ts";
import { addWords } from "../../src/sql/steps/add-words.ts";
import { beginArranging } from "../../src/sql/steps/arrange.ts";
import { stepOf } from "../../src/sql/steps/base-step.ts";
import { bestCustomers } from "../../src/sql/steps/best-customers.ts";
import { countKeptCohorts, countKeptFirstDays } from "../../src/sql/steps/cohorts-sql.ts";
import { copiesSql } from "../../src/sql/steps/copies-sql.ts";
import { keptDaysToSecond } from "../../src/sql/steps/days-to-second-sql.ts";
import type { EngineBase } from "../../src/sql/steps/engine-base.ts";
import { engineCosts } from "../../src/sql/steps/engine-costs.ts";
import { fetchLog } from "../../src/sql/steps/fetch-log.ts";
import { findRejects } from "../../src/sql/steps/find-rejects.ts";
import { keptFirstWindow } from "../../src/sql/steps/first-window-sql.ts";
import { fetchWords, makeFirstWords } from "../../src/sql/steps/first-words.ts";
import { fetchFitData } from "../../src/sql/steps/histories.ts";
import {
  countKeptWeeks,
  dropAllButTransactions,
  keepTransactions,
  keptPurchases,
  keptSpan,
} from "../../src/sql/steps/kept-log.ts";
import { makeRfm } from "../../src/sql/steps/make-rfm.ts";
import { netTotals } from "../../src/sql/steps/net-totals.ts";
import { openBase } from "../../src/sql/steps/open-base.ts";
import { countKeptRuns } from "../../src/sql/steps/runs-sql.ts";
import { type ScoredHistories, scoreEngineBase } from "../../src/sql/steps/score-engine-base.ts";
import { keptStates } from "../../src/sql/steps/states-sql.ts";
import { summarizeKept, summarizeLog } from "../../src/sql/steps/summarize-log.ts";
import { readPlan } from "../../src/value/plan.ts";
import { fetchedBase } from "./fetched-base.ts";
import { tableSource } from "./statements.ts";

/** A step, done after what it needs: only what follows `begin` is its own. */
export type Step = (session: Session, begin: () => void) => Promise<unknown>;

const TEXT = ["customer", "date", "amount"].map((name): SourceColumn => ({ name, type: "text" }));
const TYPED: SourceColumn[] = [
  { name: "customer", type: "integer", declared: "BIGINT" },
  { name: "day", type: "date", declared: "DATE" },
  { name: "clock", type: "time", declared: "TIMESTAMP" },
  { name: "moment", type: "instant", declared: "TIMESTAMP WITH TIME ZONE" },
  { name: "price", type: "decimal", declared: "DECIMAL(12,2)" },
  { name: "rate", type: "number", declared: "DOUBLE" },
];
const BASE = ["customer_id", "frequency", "recency", "T", "monetary_value", "first_date", "last_date"].map(
  (name): SourceColumn => ({
    name,
    type: name === "customer_id" ? "text" : name.endsWith("_date") ? "date" : "number",
  }),
);
const WEEKS = { unit: "week" } as const;

const textLog = (dialect: Dialect) => tableSource(dialect, "text_log", TEXT);
const typedLog = (dialect: Dialect) => tableSource(dialect, "typed_log", TYPED);
const baseTable = (dialect: Dialect) => tableSource(dialect, "base_table", BASE);
const parsed = { customer: "customer", date: "date", value: "amount" };
const ofTyped = { customer: "customer", value: "price * rate" };

/** Makes the tables that the steps read. */
export async function makeTables(session: Session): Promise<void> {
  const rows = [
    ...["('a', '2024-01-01', '10.5')", "('a', '2024-01-09', '4')", "('a', '2024-02-20', '3.25')"],
    ...["('b', '2024-01-03', '8')", "('c', '2024-01-05', '2')", "('c', '2024-02-02', '9.75')"],
  ];
  await session.run(`CREATE TABLE text_log AS SELECT * FROM (VALUES ${rows.join(", ")}) AS t(customer, date, amount)`);
  await session.run(
    "CREATE TABLE typed_log AS SELECT CAST(ascii(customer) AS BIGINT) AS customer, CAST(date AS DATE) AS day, CAST(date AS TIMESTAMP) AS clock, " +
      "CAST(date AS TIMESTAMPTZ) AS moment, CAST(amount AS DECIMAL(12, 2)) AS price, CAST(1 AS DOUBLE) AS rate FROM text_log",
  );
  await session.run(
    `CREATE TABLE base_table AS SELECT 'a' AS customer_id, 2.0::DOUBLE AS frequency, 50 / 7.0::DOUBLE AS recency, 59 / 7.0::DOUBLE AS "T", ` +
      "3.5::DOUBLE AS monetary_value, DATE '2024-01-01' AS first_date, DATE '2024-02-20' AS last_date",
  );
}

const lines = (scored: Pick<ScoredHistories, "grouped">): ScoredHistories => {
  const zeros = new Float64Array(scored.grouped.histories.length);
  const worth = {
    model: gammaGamma,
    parameters: { p: 6, q: 4, v: 15 },
    terms: termsOfMargin(0.3),
    spent: zeros,
  };
  return {
    ...scored,
    probabilityAlive: zeros,
    expectedPurchases: zeros,
    probabilityOfPurchase: zeros,
    discountedPurchases: zeros,
    worth,
    options: {},
    further: [],
  } as never;
};

/** Every step, under the name of the file its statements are kept in. */
export const STEPS: Readonly<Record<string, Step>> = {
  "summarize-days": (session) => summarizeLog(session, textLog(session.dialect), parsed, WEEKS),
  "summarize-returns-holdout-zone": (session) =>
    summarizeLog(
      session,
      textLog(session.dialect),
      { ...parsed, value: "amount - 5", returns: "match", timeZone: "Asia/Tokyo" },
      { ...WEEKS, from: "2024-01-01", until: "2024-02-28", split: "2024-02-01" },
    ),
  "summarize-hours-dropped": (session) =>
    summarizeLog(
      session,
      textLog(session.dialect),
      { ...parsed, value: "amount - 5", returns: "drop", anyId: true },
      { ...WEEKS, grain: "hour" },
    ),
  "summarize-dates": (session) =>
    summarizeLog(session, typedLog(session.dialect), { ...ofTyped, date: "day" }, { ...WEEKS, grain: "month" }),
  "summarize-times": (session) =>
    summarizeLog(session, typedLog(session.dialect), { ...ofTyped, date: "clock" }, { ...WEEKS, grain: "week" }),
  "summarize-instants": (session) =>
    summarizeLog(session, typedLog(session.dialect), { ...ofTyped, date: "moment", value: false }, WEEKS),
  "make-rfm-in-parts": async (session, begin) => {
    const { reader, rows } = await keepTransactions(session, textLog(session.dialect), parsed);
    begin();
    let refused = false;
    const scarce: Session = {
      ...session,
      async run(sql) {
        await session.run(sql);
        if (refused || !/\brfm\b/.test(sql)) return;
        refused = true;
        throw new Error("Out of Memory Error: for the test");
      },
      dialect: { ...session.dialect, failureKind: () => "resources" },
    };
    await makeRfm(scarce, stepOf(reader, rows, WEEKS), false);
  },
  "keep-transactions": (session) => keepTransactions(session, textLog(session.dialect), parsed),
  "ask-kept": async (session, begin) => {
    const log = await keepTransactions(session, textLog(session.dialect), parsed);
    const { base } = await summarizeKept(session, log, WEEKS);
    begin();
    const first = Date.UTC(2024, 0, 1);
    await countKeptWeeks(session, log, base.relation, { from: first, count: 9 }, WEEKS);
    const split = { ...WEEKS, split: "2024-02-01" };
    await countKeptWeeks(session, log, base.relation, { from: first, count: 9 }, split);
    await keptPurchases(session, log, WEEKS, "a", first, Date.UTC(2024, 1, 20));
    await keptSpan(session, log, { ...WEEKS, from: "2024-01-02" });
    await dropAllButTransactions(session);
  },
  cohorts: async (session, begin) => {
    const end = Date.UTC(2024, 1, 21);
    const question = { period: "month", clock: "calendar", grain: "day", end } as const;
    const days = await keepTransactions(session, textLog(session.dialect), parsed);
    begin();
    await countKeptCohorts(session, days, question, WEEKS);
    await countKeptCohorts(session, days, { ...question, period: "quarter", clock: "age" }, WEEKS);
    await countKeptFirstDays(session, days, WEEKS);
  },
  "first-window": async (session, begin) => {
    const log = await keepTransactions(session, textLog(session.dialect), parsed);
    const { base } = await summarizeKept(session, log, WEEKS);
    begin();
    await keptFirstWindow(session, log, base.relation, 30, Date.UTC(2024, 1, 21), WEEKS);
  },
  "days-to-second": async (session, begin) => {
    const log = await keepTransactions(session, textLog(session.dialect), parsed);
    const { base } = await summarizeKept(session, log, WEEKS);
    begin();
    await keptDaysToSecond(session, log, base.relation, WEEKS);
  },
  runs: async (session, begin) => {
    const days = await keepTransactions(session, textLog(session.dialect), parsed);
    begin();
    const question = { period: "month", grain: "day", until: 649 } as const;
    await countKeptRuns(session, days, { ...question, window: 12, orderCuts: [2, 4], valueCuts: [5e6] }, WEEKS);
    await countKeptRuns(
      session,
      days,
      { ...question, window: Number.POSITIVE_INFINITY, orderCuts: [], valueCuts: [] },
      WEEKS,
    );
  },
  states: async (session, begin) => {
    const days = await keepTransactions(session, textLog(session.dialect), parsed);
    begin();
    await keptStates(session, days, { period: "month", grain: "day", known: 648, until: [648, 649], depth: 2 }, WEEKS);
  },
  "cohorts-of-hours": async (session, begin) => {
    const reading = { ...ofTyped, date: "clock", value: false } as const;
    const hours = await keepTransactions(session, typedLog(session.dialect), reading);
    begin();
    const question = { period: "week", clock: "calendar", grain: "hour", end: Date.UTC(2024, 1, 21) } as const;
    await countKeptCohorts(session, hours, question, { ...WEEKS, grain: "hour" });
  },
  histories: async (session, begin) => {
    const { base } = await summarizeLog(session, textLog(session.dialect), parsed, WEEKS);
    begin();
    await fetchFitData(session, base);
  },
  "spend-in-points": async (session, begin) => {
    const { base } = await summarizeLog(session, textLog(session.dialect), parsed, WEEKS);
    begin();
    await fetchFitData({ ...session, mostPairs: 0 }, base);
  },
  "histories-by-ages": async (session, begin) => {
    const { base } = await summarizeLog(session, textLog(session.dialect), parsed, { ...WEEKS, grain: "none" });
    begin();
    await fetchFitData(session, base);
  },
  "arrange-and-score": async (session, begin) => {
    const { base } = await summarizeLog(session, textLog(session.dialect), parsed, WEEKS);
    const grouped = await fetchFitData(session, base);
    begin();
    const scores = await scoreEngineBase(session, await beginArranging(session, base), lines({ grouped }));
    const none = new Float64Array(3);
    const estimate = { probabilityAlive: { low: none, high: none } };
    const intervals = { estimate, outcome: {} } as never;
    const joined = await addIntervals(session, scores, ["a", "b", "c"], intervals);
    await bestCustomers(session, joined, joined.relation);
    await addWords(session, joined, "segment", { names: ["new", "at risk"], of: Uint32Array.of(1, 0, 1) });
  },
  "score-net": async (session, begin) => {
    const log = await keepTransactions(session, textLog(session.dialect), { ...parsed, attributes: ["customer"] });
    const options = { ...WEEKS, firstValue: true };
    const { base } = await summarizeKept(session, log, options);
    const grouped = await fetchFitData(session, base);
    const groups = ["a", "b", "c"].map((group, k) => ({
      group,
      costPerOrder: k,
      spend: [{ amount: 5, from: "2024-01" }],
    }));
    const document = { format: "clv-plan", formatVersion: 1, margin: 0.3, groupBy: "customer", groups };
    begin();
    await makeFirstWords(session, log, base.relation, 0, options, "words");
    await fetchWords(session, base.relation, "words");
    const costs = (arranged: EngineBase) =>
      engineCosts(session, arranged, { plan: readPlan(document), where: "plan" }, "words");
    const scores = await scoreEngineBase(session, await beginArranging(session, base), lines({ grouped }), costs);
    await netTotals(session, scores.relation);
  },
  "fetch-base": async (session, begin) => {
    const options = { ...WEEKS, split: "2024-02-01" };
    const { base } = await summarizeLog(session, textLog(session.dialect), parsed, options);
    begin();
    await fetchedBase(session, base);
  },
  "fetch-log": async (session, begin) => {
    const reading = { ...parsed, value: "amount - 5", returns: "drop" } as const;
    const kept = await keepTransactions(session, textLog(session.dialect), reading);
    const { read } = await summarizeKept(session, kept, WEEKS);
    begin();
    await fetchLog(session, kept, read);
  },
  copies: (session) =>
    session.numbers(
      copiesSql(session.dialect, textLog(session.dialect), { order: "customer", customer: "customer" }, undefined),
    ),
  "find-rejects": async (session) => {
    const { relation } = typedLog(session.dialect);
    const columns = { customer: "customer", date: "day", dateFormat: "iso", decimal: "point" } as const;
    const shape: LogShape = { ...columns, returns: "net", anyId: false, attributes: [] };
    await findRejects(
      session,
      "typed_log",
      relation("customer", [], true),
      shape,
      { kind: "column", name: "price" },
      "",
    );
    const text = textLog(session.dialect).relation("customer", [], true);
    const value = { kind: "column", name: "amount" } as const;
    await findRejects(session, "text_log", text, { ...shape, date: "date" }, value, "");
  },
  "open-base": (session) => openBase(session, baseTable(session.dialect), {}),
};
