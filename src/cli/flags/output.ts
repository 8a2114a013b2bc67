import { DRAWS, type Flag, READS_LOG, WRITES } from "./flag.ts";

/** Flags for the output and its format. */
export const OUTPUT = {
  output: {
    short: "o",
    type: "text",
    placeholder: "PATH",
    help: "File to write, or - for stdout; without it no file is written",
    helpFor: {
      run: "Folder to write into (default: out)",
      report: "Page to write (default: report.html)",
      plot: "File to write, .svg or .csv, or - for SVG on stdout; without it the numbers are printed",
      segments: "Folder to write into; without it no file is written",
      kpi: "Folder to write into; without it no file is written",
      value: "Folder to write into; without it no file is written",
      simulate: "File to write, or - for stdout",
      contracts:
        "File to write: .json for all results, otherwise a CSV table of the curve; - writes the table to stdout. Without it no file is written",
    },
    commands: WRITES,
  },
  rejected: {
    type: "text",
    placeholder: "PATH|none",
    help: "With --on-bad-row skip: file for the rejected rows, or none (default: rejected.csv beside the output)",
    commands: READS_LOG,
  },
  top: {
    type: "number",
    placeholder: "N",
    default: 50,
    help: "Number of customers in the tables of the page",
    commands: DRAWS,
  },
  title: {
    type: "text",
    placeholder: "TEXT",
    help: "Title of the page (default: the name of the log)",
    commands: DRAWS,
  },
  currency: {
    type: "text",
    placeholder: "TEXT",
    help: "Currency of the values on the page, e.g. USD or €",
    commands: [...DRAWS, "plot"],
  },
  figure: {
    type: "text",
    placeholder: "NAME",
    help: "Figure: repeats, spend, concentration, months-series, tracking (with --split) or another figure of the page; an unknown name lists all",
    commands: ["plot"],
  },
  history: {
    type: "text",
    placeholder: "ID",
    help: "Customer whose history the page shows",
    helpFor: { plot: "Customer whose purchases and P(alive) over time the figure shows" },
    commands: [...DRAWS, "plot"],
  },
  anonymous: {
    type: "switch",
    help: "Leave the ids of customers out of the page",
    helpFor: { segments: "With --ahead, leave the ids of customers out of the files" },
    commands: [...DRAWS, "segments"],
  },
  noReport: {
    type: "switch",
    help: "Write no page, for jobs that need only the files",
    commands: ["run"],
  },
  format: {
    type: "choice",
    choices: ["csv", "parquet"],
    default: "csv",
    help: "Format of base and scores. In other commands the ending of -o chooses it: .csv, .parquet, .duckdb",
    commands: ["run", "value"],
  },
  outputDelimiter: {
    type: "text",
    placeholder: "MARK",
    help: "Delimiter in CSV output: comma, semicolon, tab, pipe or another character (default: comma, or semicolon with a decimal comma)",
    commands: WRITES,
  },
  outputDecimal: {
    type: "choice",
    choices: ["point", "comma"],
    help: "Decimal mark in CSV output (default: point)",
    commands: WRITES,
  },
  dryRun: {
    type: "switch",
    help: "Examine the input as clv check does, and write nothing",
    commands: READS_LOG,
  },
  force: {
    type: "switch",
    help: "Replace files that clv did not write",
    commands: WRITES,
  },
  json: { type: "switch", help: "Print one machine-readable summary to stdout and nothing else" },
  quiet: {
    short: "q",
    type: "switch",
    help: "Print only errors: no results, notices or progress",
  },
} as const satisfies Record<string, Flag>;
