import { significant } from "../../number-words.ts";
import type { CheckResult } from "../../run/check.ts";
import { reportBase } from "./base.ts";
import { section, table } from "./format.ts";
import { reportLog } from "./log.ts";

/** A check as text: columns, dates, rows, customers, problems, and the command at the end. */
export function reportCheck(found: CheckResult): string {
  const { name, kind, proposal, engine, command, reading, base, problems } = found;
  const { columns, date, dateFormat, datesRead, decimal, value } = proposal;
  const rows = columns.map((column) => [
    shortened(column.name),
    kind === "log" ? (column.role ?? "") : "",
    column.holds,
    column.samples.map((sample) => shortened(sample)).join(" | "),
  ]);
  const dates =
    date === undefined
      ? []
      : [`  ${significant(100 * datesRead, 3)} % of the first dates have the format ${dateFormat}.`];
  const money = value === false ? "  No column contains values." : `  Value: ${value}, with a decimal ${decimal}.`;
  const how = kind === "log" ? [...dates, money] : ["  A customer base."];
  const parts = [
    section("Columns", table(["column", "role", "holds", "samples"], rows, []), "", ...how),
    reading && engine && reportLog(name, engine, reading),
    base && reportBase(base),
    reportProblems(problems),
    command !== undefined && section("Command", `  ${command}`),
  ];
  return parts.filter((part) => typeof part === "string").join("\n");
}

/** The obstacles to reading the input without flags. */
function reportProblems(problems: readonly string[]): string | false {
  return problems.length > 0 && section("Problems", ...problems.map((problem) => `  - ${problem}`));
}

/** A long field, or one of several lines, would break the table. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}
