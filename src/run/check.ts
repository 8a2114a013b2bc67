import { type ProposedReading, proposeReading, shellText } from "../data/propose-reading.ts";
import { readTransactions } from "../data/read-transactions.ts";
import { summarize } from "../data/summarize.ts";
import { ClvError } from "../errors.ts";
import { given } from "../given.ts";
import { collectRejected } from "../io/rejected-rows.ts";
import { type BaseInNumbers, baseInNumbers } from "./base-in-numbers.ts";
import type { LogReading } from "./customers.ts";
import { customersInMemory } from "./in-memory/customers.ts";
import { readTable } from "./in-memory/open.ts";
import { inRun } from "./in-run.ts";
import { readOptions, summarizeOptions } from "./log-options.ts";
import type { InputOptions, MachineOptions } from "./options.ts";

/** How the text of a log is cut into rows and fields. The roles of its columns are found. */
export interface CheckOptions
  extends Pick<
      InputOptions,
      "delimiter" | "decimal" | "encoding" | "skipLines" | "comment" | "noHeader" | "columns" | "stdin"
    >,
    MachineOptions {}

/** A log as it would be read. */
export interface CheckResult {
  readonly name: string;
  readonly proposal: ProposedReading;
  /** The command that reads the log so, as a shell takes it; absent where a customer or a date is not found. */
  readonly command?: string;
  /** How every row is used. Absent if the log can't be read. */
  readonly reading?: LogReading;
  readonly base?: BaseInNumbers;
  /** Why there are no customers, where there are none. */
  readonly problem?: string;
}

/**
 * Looks at a CSV log and says how to read it: the role of each column, the format of the dates, what becomes of every row, and the command
 * that runs.
 *
 * The columns and the format are proposed from the first rows, 1 000 at most; then all rows are read so, in memory, and bad ones are
 * counted. Nothing is written.
 *
 * @param path a CSV file, also gzip, or `-`
 * @throws ClvError `data` where the text can't be cut into rows and fields
 * @example
 * const { command, base, reading } = await check("datasets/cdnow-like/log.csv");
 * command; // "clv run datasets/cdnow-like/log.csv -o out"
 * base.customers; // 2357
 * reading.read.rejected.count; // 0
 */
export function check(path: string, options: CheckOptions = {}): Promise<CheckResult> {
  return inRun(options, (run) =>
    readTable(run, path, options, async (table): Promise<CheckResult> => {
      const proposal = proposeReading(table);
      const { customer, date, value, dateFormat, decimal } = proposal;
      const found = { name: table.name, proposal };
      if (customer === undefined || date === undefined) {
        const missing = customer === undefined ? "customer" : "date";
        return { ...found, problem: `No column looks like the ${missing}: name it by --${missing}.` };
      }
      const asked = { customer, date, value, dateFormat, onBadRow: "skip" } as const;
      try {
        const log = await readTransactions({ ...table, decimal }, readOptions(asked, collectRejected()));
        const command = commandOf(path, options, proposal, log.report.rejected.count > 0);
        const { base, report } = summarize(log, summarizeOptions({}));
        const customers = customersInMemory(run, base);
        return {
          ...found,
          command,
          reading: { read: log.report, summary: report, grain: base.grain },
          base: await baseInNumbers(customers, await customers.fitData()),
        };
      } catch (error) {
        if (!(error instanceof ClvError)) throw error;
        return { ...found, problem: error.message };
      }
    }),
  );
}

/** The command that reads the log as proposed, with the flags of its text as they were given. */
function commandOf(path: string, options: CheckOptions, { flags, decimal }: ProposedReading, skips: boolean): string {
  const { delimiter, encoding, skipLines, comment, noHeader = false, columns } = options;
  const text = given({
    delimiter,
    encoding: encoding === "utf-8" ? undefined : encoding,
    "skip-lines": skipLines?.toString(),
    comment,
    columns: columns?.join(","),
    decimal: decimal === options.decimal && !flags.includes("--decimal") ? decimal : undefined,
  });
  const own = Object.entries(text).flatMap(([name, said]) => [`--${name}`, shellText(said)]);
  const bad = skips ? ["--on-bad-row", "skip"] : [];
  const words = ["clv", "run", shellText(path), ...own, ...(noHeader ? ["--no-header"] : []), ...flags, ...bad];
  return [...words, "-o", "out"].join(" ");
}
