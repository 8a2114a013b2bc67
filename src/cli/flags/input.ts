import { COSTS, type Flag, LOOKS, READS_BASE } from "./flag.ts";

/** How the log, or a customer base, is found and read. */
export const INPUT = {
  customer: {
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the customer id",
    commands: LOOKS,
  },
  date: {
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the date or time",
    commands: LOOKS,
  },
  value: {
    type: "text",
    placeholder: "EXPRESSION",
    help: "Value of a transaction: a column, arithmetic over columns such as 'Quantity * \"Unit price\"', or none",
    commands: LOOKS,
  },
  frequency: {
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the repeat purchases",
    commands: READS_BASE,
  },
  recency: {
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the age at the last purchase",
    commands: READS_BASE,
  },
  age: {
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of T, the age at the end of observation",
    commands: READS_BASE,
  },
  monetary: {
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the mean value per repeat purchase",
    commands: READS_BASE,
  },
  attributes: {
    type: "text",
    placeholder: "PATH",
    help: "A table by customer id, with the columns that the groups of a plan are by; without it they are columns of the log",
    commands: [...COSTS, "summarize"],
  },
  keep: {
    type: "text",
    placeholder: "COLUMNS",
    help: "Columns of the log, or of --attributes, to go with the customers into base and scores: channel,country (the value of the first purchase)",
    commands: ["run", "summarize", "predict"],
  },
  order: {
    type: "text",
    placeholder: "COLUMN",
    help: "Column with the order that a row belongs to: equal lines of one order count, orders copied whole do not; with --grain none or hour the lines of an order are one purchase",
    commands: LOOKS,
  },
  noHeader: { type: "switch", help: "The first line is data; needs --columns", commands: LOOKS },
  columns: {
    type: "text",
    placeholder: "LIST",
    help: "With --no-header: names of the columns in order, _ for one to ignore: _,customer,date,_,amount",
    helpFor: {
      predict:
        "The columns to write, in this order: customer_id,p_alive,clv; with --no-header: names of the columns to read, _ for one to ignore",
    },
    commands: LOOKS,
  },
  delimiter: {
    type: "text",
    placeholder: "MARK",
    help: "What stands between fields: comma, semicolon, tab, pipe, blank or any other character (default: found from the first lines)",
    commands: LOOKS,
  },
  decimal: {
    type: "choice",
    choices: ["point", "comma"],
    help: "The decimal mark (default: point; say it where 1,234 is one thousand)",
    commands: LOOKS,
  },
  encoding: {
    type: "text",
    placeholder: "NAME",
    default: "utf-8",
    help: "How text is encoded: utf-8, latin1 (with Windows-1252), macintosh, utf-16le or another name of the WHATWG",
    commands: LOOKS,
  },
  skipLines: {
    type: "number",
    placeholder: "N",
    help: "Lines before the header to skip, such as a title",
    commands: LOOKS,
  },
  comment: {
    type: "text",
    placeholder: "MARK",
    help: "What a line begins with that is a comment and no row, such as #",
    commands: LOOKS,
  },
  dateFormat: {
    type: "text",
    placeholder: "FORMAT",
    default: "iso",
    help: "How dates are written: iso (2024-05-31, 20240531, 31-MAY-2024), dmy 31/5/2024, mdy 5/31/2024, epoch, epoch-ms, excel, or a pattern such as %d/%m/%y",
    commands: LOOKS,
  },
  onBadRow: {
    type: "choice",
    choices: ["stop", "skip"],
    default: "stop",
    help: "At a row that can't be read: stop, or go on and write it with its reason to --rejected",
    commands: LOOKS,
  },
  anyId: {
    type: "switch",
    help: "Take ids that are blank or a usual word for a missing one (NULL, nan, None, N/A) as ids: else they are bad rows",
    commands: LOOKS,
  },
  frequencyCounts: {
    type: "choice",
    choices: ["repeats", "orders"],
    help: "What the frequency of a customer base counts: purchases after the first (default), or orders, the first too: then one is subtracted",
    commands: READS_BASE,
  },
  profile: {
    type: "text",
    placeholder: "COLUMNS",
    help: "With --split: columns of the log, or of --attributes, by which the best customers may be known early",
    commands: ["value"],
  },
  group: {
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the log, or of --attributes, with the group of a customer",
    commands: ["compare"],
  },
  control: {
    type: "text",
    placeholder: "GROUP",
    help: "The group that others are compared with (default: the first by name)",
    commands: ["compare"],
  },
  ratio: {
    type: "text",
    placeholder: "SIZES",
    help: "Sizes that the groups were meant to have, by name, such as 1:1 (default: equal)",
    commands: ["compare"],
  },
  table: {
    type: "text",
    placeholder: "NAME",
    help: "Table to read of a .duckdb file",
    commands: LOOKS,
  },
  query: {
    type: "text",
    placeholder: "SQL",
    help: "Query whose result to read: of a .duckdb file, or of files in the folder of the log: SELECT … FROM 'orders.csv' JOIN 'customers.csv' …; log stands for the log",
    commands: LOOKS,
  },
  where: {
    type: "text",
    placeholder: "SQL",
    help: "Condition on the rows to read, such as \"status = 'paid' AND country = 'UK'\"",
    commands: LOOKS,
  },
} as const satisfies Record<string, Flag>;
