import { DRAWS, type Flag, READS_LOG, WRITES } from "./flag.ts";

/** What is written, and how. */
export const OUTPUT = {
  output: {
    short: "o",
    type: "text",
    placeholder: "PATH",
    help: "The file to write, or - for stdout; without it no file is written",
    helpFor: {
      run: "The folder to write into (default: out)",
      report: "The page to write (default: report.html)",
      plot: "The file to write, .svg or .csv, or - for SVG on stdout; without it the numbers are printed",
      segments: "The folder to write into; without it no file is written",
      kpi: "The folder to write into; without it no file is written",
      value: "The folder to write into; without it no file is written",
      simulate: "The file to write, or - for stdout",
      contracts:
        "The file to write: .json for all, else a CSV table of the curve, or - for that on stdout; without it no file is written",
    },
    commands: WRITES,
  },
  rejected: {
    type: "text",
    placeholder: "PATH|none",
    help: "With --on-bad-row skip: where rejected rows go, or none (default: rejected.csv beside the output)",
    commands: READS_LOG,
  },
  top: {
    type: "number",
    placeholder: "N",
    default: 50,
    help: "Customers in the tables of the report",
    commands: DRAWS,
  },
  title: {
    type: "text",
    placeholder: "TEXT",
    help: "Title of the report; the name of the log when left out",
    commands: DRAWS,
  },
  currency: {
    type: "text",
    placeholder: "TEXT",
    help: "Currency of the values in the report, e.g. USD or €",
    commands: [...DRAWS, "plot"],
  },
  figure: {
    type: "text",
    placeholder: "NAME",
    help: "The figure: repeats, spend, concentration, months-series, tracking (with --split) and others of the page; a name that is none lists them",
    commands: ["plot"],
  },
  history: {
    type: "text",
    placeholder: "ID",
    help: "Customer whose history the report shows",
    helpFor: { plot: "Customer whose purchases and P(alive) over time the figure shows" },
    commands: [...DRAWS, "plot"],
  },
  anonymous: {
    type: "switch",
    help: "Leave the ids of customers out of the report",
    helpFor: { segments: "With --ahead, leave the ids of customers out of the files" },
    commands: [...DRAWS, "segments"],
  },
  noReport: {
    type: "switch",
    help: "Draw no page: for jobs that only want the files",
    commands: ["run"],
  },
  format: {
    type: "choice",
    choices: ["csv", "parquet"],
    default: "csv",
    help: "How base and scores are written (elsewhere the ending of -o says it: .csv, .parquet, .duckdb)",
    commands: ["run", "value"],
  },
  outputDelimiter: {
    type: "text",
    placeholder: "MARK",
    help: "What stands between fields of CSV written: comma, semicolon, tab, pipe or any other character (default: comma, or semicolon with a decimal comma)",
    commands: WRITES,
  },
  outputDecimal: {
    type: "choice",
    choices: ["point", "comma"],
    help: "The decimal mark of numbers in CSV written (default: point)",
    commands: WRITES,
  },
  dryRun: {
    type: "switch",
    help: "Look at the input as clv check does, and write nothing",
    commands: READS_LOG,
  },
  force: {
    type: "switch",
    help: "Write over files that clv did not write",
    commands: WRITES,
  },
  json: { type: "switch", help: "Put one machine-readable summary on stdout and nothing else" },
  quiet: {
    short: "q",
    type: "switch",
    help: "No report, no notices, no progress: files and errors only",
  },
} as const satisfies Record<string, Flag>;
