import type { RejectionReport } from "../data/rejection.ts";
import type { SummaryReport } from "../data/summarize.ts";
import type { Grain } from "../data/time-unit.ts";
import type { LogReport } from "../data/transaction-log.ts";
import { show } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { Reading } from "../report/report-data.ts";
import type { Engine } from "./choose-engine.ts";
import { count, counted, list } from "./format.ts";
import { note, section } from "./outcome.ts";

/** What became of every row, in numbers that add up to the rows read. */
export function reportLog(name: string, engine: Engine, read: LogReport, summary: SummaryReport, grain: Grain): string {
  const counts = [["rows read", read.rows] as const, ["purchases", summary.used] as const];
  const rows = [...counts, ...notPurchases(read, summary, grain)].map(([what, n]): [string, string] => [
    what,
    count(n),
  ]);
  const width = Math.max(...rows.map(([, n]) => n.length));
  const how = engine === "duckdb" ? "read by DuckDB" : "read in memory";
  return section(`Log: ${name}, ${how}`, list(rows.map(([what, n]) => [what, n.padStart(width)])));
}

/** Rows that are no purchase of their own, by what became of them; what is rare only where it happened. */
function notPurchases(read: LogReport, summary: SummaryReport, grain: Grain): (readonly [string, number])[] {
  const always = [
    [`merged into a purchase of the same ${nameOf(grain)}`, summary.merged],
    ["rejected", read.rejected.count],
    ["outside --from and --until", summary.before + summary.after],
  ] as const;
  const sometimes = [
    ["cancelled by returns", summary.cancelled],
    ["returns left out", read.returnsDropped],
    ["of customers first seen in the holdout", summary.newInHoldout],
  ] as const;
  return [...always, ...sometimes.filter(([, n]) => n > 0)];
}

/** The same for the page. Notices on rejected rows quote them, and may name customers: the page has only their count. */
export function readingOf(read: LogReport, summary: SummaryReport, grain: Grain): Reading {
  return {
    rows: read.rows,
    purchases: summary.used,
    leftOut: notPurchases(read, summary, grain)
      .filter(([what, rows]) => rows > 0 || what === "rejected")
      .map(([what, rows]) => ({ what, rows })),
    notes: logNotices(read, summary, grain)
      .filter(({ severity }) => severity === "note")
      .map(({ message }) => message),
  };
}

/** The same for a program: times as dates. */
export function logInNumbers(engine: Engine, read: LogReport, summary: SummaryReport): object {
  const { from, until, end } = summary;
  return { engine, ...read, ...summary, rows: read.rows, from: day(from), until: day(until), end: day(end) };
}

/** What a reader of the result should know about the log. */
export function logNotices(read: LogReport, summary: SummaryReport, grain: Grain): Notice[] {
  const notices: (Notice | false)[] = [
    summary.untilFromLog &&
      note(
        "until-from-log",
        `Observation ends on ${day(summary.end)}, the last date in the log.`,
        "Set it by --until.",
      ),
    read.columns?.value === undefined &&
      note(
        "no-values",
        "No column is taken for the value of a purchase: no expected spend and no lifetime value.",
        "If there is one, name it: --value.",
      ),
    read.returns > 0 &&
      note(
        "returns-netted",
        `${counted(read.returns, "return")} lowered the value of the same ${nameOf(grain)}; ${counted(summary.cancelledGrains, nameOf(grain))} ended at 0 or below, without a purchase.`,
        "See --returns.",
      ),
    summary.withoutPurchase > 0 &&
      note(
        "without-purchase",
        `${counted(summary.withoutPurchase, "customer")} without a purchase left after returns: not in the base.`,
      ),
    summary.zeroValued > 0 &&
      note("zero-values", `Purchases with the value 0, which count as purchases: ${count(summary.zeroValued)}.`),
    ...rejectionNotices(read.rejected),
  ];
  return notices.filter((notice) => notice !== false);
}

function rejectionNotices(rejected: RejectionReport): Notice[] {
  return rejected.byReason.map(({ reason, count: n, first }) => ({
    name: `rejected-${reason}`,
    severity: "warning",
    message: `${counted(n, "row")} rejected, ${reason}: ${first.map(({ row, column, value }) => `row ${row}, ${column} ${show(value)}`).join("; ")}${n > first.length ? "; …" : ""}.`,
    advice: "All are in rejected.csv.",
  }));
}

function nameOf(grain: Grain): string {
  return grain === "none" ? "instant" : grain;
}

/** The date of a time, as ISO text. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
