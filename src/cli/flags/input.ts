import { COSTS, type Flag, LOOKS, READS_BASE } from "./flag.ts";

/** Flags for finding and reading the log or the customer base. */
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
    help: "Value of a purchase: a column, arithmetic over columns such as 'Quantity * \"Unit price\"', or none",
    commands: LOOKS,
  },
  frequency: {
    type: "text",
    placeholder: "COLUMN",
    help: "In a customer base: column of the number of repeat purchases",
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
    help: "Table with one row per customer id. It has the columns that define groups; without it they are columns of the log",
    commands: [...COSTS, "summarize"],
  },
  keep: {
    type: "text",
    placeholder: "COLUMNS",
    help: "Columns of the log, or of --attributes, to copy into base and scores, such as channel,country. The value of the first purchase counts",
    commands: ["run", "summarize", "predict"],
  },
  order: {
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the order id. It distinguishes equal lines of one order from copied orders. With --grain none or hour the lines of an order are one purchase",
    commands: LOOKS,
  },
  noHeader: { type: "switch", help: "The first line is data; needs --columns", commands: LOOKS },
  columns: {
    type: "text",
    placeholder: "LIST",
    help: "With --no-header: the names of the columns in order, with _ for a column to ignore: _,customer,date,_,amount",
    helpFor: {
      predict:
        "The columns to write, in this order: customer_id,p_alive,clv. With --no-header: the names of the columns to read, with _ for a column to ignore",
    },
    commands: LOOKS,
  },
  delimiter: {
    type: "text",
    placeholder: "MARK",
    help: "Delimiter of the fields: comma, semicolon, tab, pipe, blank or another character (default: detected from the first lines)",
    commands: LOOKS,
  },
  decimal: {
    type: "choice",
    choices: ["point", "comma"],
    help: "Decimal mark (default: point; state it if 1,234 means one thousand)",
    commands: LOOKS,
  },
  encoding: {
    type: "text",
    placeholder: "NAME",
    default: "utf-8",
    help: "Encoding of the text: utf-8, latin1 (includes Windows-1252), macintosh, utf-16le or another WHATWG name",
    commands: LOOKS,
  },
  skipLines: {
    type: "number",
    placeholder: "N",
    help: "Number of lines to skip before the header, such as a title",
    commands: LOOKS,
  },
  comment: {
    type: "text",
    placeholder: "MARK",
    help: "Mark at the beginning of a comment line, such as #",
    commands: LOOKS,
  },
  dateFormat: {
    type: "text",
    placeholder: "FORMAT",
    default: "iso",
    help: "Format of the dates: iso (2024-05-31, 20240531, 31-MAY-2024), dmy 31/5/2024, mdy 5/31/2024, epoch, epoch-ms, excel, or a pattern such as %d/%m/%y",
    commands: LOOKS,
  },
  onBadRow: {
    type: "choice",
    choices: ["stop", "skip"],
    default: "stop",
    help: "At a row that cannot be read: stop, or write the row with the reason to --rejected and go on",
    commands: LOOKS,
  },
  anyId: {
    type: "switch",
    help: "Accept ids that are blank or mark a missing id (NULL, nan, None, N/A). Without this flag their rows are bad",
    commands: LOOKS,
  },
  frequencyCounts: {
    type: "choice",
    choices: ["repeats", "orders"],
    help: "Meaning of the frequency in a customer base: repeats after the first purchase (default), or all orders, from which one is subtracted",
    commands: READS_BASE,
  },
  profile: {
    type: "text",
    placeholder: "COLUMNS",
    help: "With --split: columns of the log, or of --attributes, that may identify the best customers early",
    commands: ["value"],
  },
  group: {
    type: "text",
    placeholder: "COLUMN",
    help: "Column of the log, or of --attributes, with the group of a customer. In a log the row of the first purchase counts",
    commands: ["compare"],
  },
  control: {
    type: "text",
    placeholder: "GROUP",
    help: "Group that the others are compared with (default: the first by name)",
    commands: ["compare"],
  },
  ratio: {
    type: "text",
    placeholder: "SIZES",
    help: "Intended sizes of the groups, in the order of their names, such as 1:2 (default: equal)",
    commands: ["compare"],
  },
  table: {
    type: "text",
    placeholder: "NAME",
    help: "Table to read from a .duckdb file",
    commands: LOOKS,
  },
  query: {
    type: "text",
    placeholder: "SQL",
    help: "Read the result of a query over a .duckdb file, or over files in the folder of the log: SELECT … FROM 'orders.csv' JOIN 'customers.csv' …. The name log stands for the log",
    commands: LOOKS,
  },
  where: {
    type: "text",
    placeholder: "SQL",
    help: "Read only the rows that satisfy a condition, such as \"status = 'paid' AND country = 'UK'\"",
    commands: LOOKS,
  },
} as const satisfies Record<string, Flag>;
