import { significant } from "../../number-words.ts";
import type { CheckResult } from "../../run/check.ts";
import { reportBase } from "./base.ts";
import { section, table } from "./format.ts";
import { reportLog } from "./log.ts";

/** A check as a person reads it: columns, dates, rows, customers, and the command at the end. */
export function reportCheck({ name, proposal, command, reading, base, problem }: CheckResult): string {
  const { columns, date, dateFormat, datesRead, decimal, value, doubts } = proposal;
  const rows = columns.map((column) => [
    shortened(column.name),
    column.role ?? "",
    column.holds,
    column.samples.map((sample) => shortened(sample)).join(" | "),
  ]);
  const dates =
    date === undefined ? [] : [`  ${significant(100 * datesRead, 3)} % of the first dates are ${dateFormat}.`];
  const money = value === false ? "  No column holds a value." : `  Value: ${value}, with a decimal ${decimal}.`;
  const parts = [
    section("Columns", table(["column", "role", "holds", "samples"], rows, []), "", ...dates, money),
    doubts.length > 0 && section("Doubts", ...doubts.map((doubt) => `  ${doubt}`)),
    reading && reportLog(name, "memory", reading),
    base && reportBase(base),
    problem !== undefined && section("Problem", `  ${problem}`),
    command !== undefined && section("Command", `  ${command}`),
  ];
  return parts.filter((part) => typeof part === "string").join("\n");
}

/** A long field, or one of several lines, would break the table. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}
