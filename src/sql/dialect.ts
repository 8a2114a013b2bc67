/** The days of almost all logs. A log with another day is read again with patterns. */
export const KNOWN_DAYS = { first: "1995-01-01", end: "2035-01-01" } as const;

/**
 * The SQL that differs between databases. The steps are pure functions of a dialect, so another database needs a dialect and no new step.
 *
 * Expressions go in and come out as SQL text; text from outside enters only through `identifier` and `literal`.
 */
export interface Dialect {
  readonly name: string;
  /** A name as SQL, with any characters. */
  identifier(name: string): string;
  /** Text as SQL, with any characters. */
  literal(text: string): string;
  /** A double as SQL, to the last bit. */
  double(value: number): string;
  /** Names of types: text, integers of 32 and 64 bits, those of 64 bits without a sign, doubles. */
  readonly types: Readonly<Record<"text" | "integer" | "long" | "unsigned" | "double", string>>;
  /** The quotient of two integers as a whole number. Neither is below 0, or the first is a multiple of the second. */
  quotient(dividend: string, divisor: number | string): string;
  /** Whether a double is neither infinite nor NaN; whether it is NaN. */
  isFinite(value: string): string;
  isNan(value: string): string;
  /** 2 to a whole power from 0 to 62 as a double, exactly. */
  powerOfTwo(power: string): string;
  /** 2 to a whole power from 0 to 62 as an integer of 64 bits. */
  bit(power: string): string;
  /** Of the rows of a group, as integers of 64 bits: the bits that any has, and those that an odd number of them has. */
  anyBits(column: string): string;
  oddBits(column: string): string;
  /** How many bits of an integer of 64 bits are 1. */
  bitCount(value: string): string;
  /** A double rounded to a whole number, ties to even. */
  roundEven(value: string): string;
  /** Whether the whole of a text matches a regular expression (RE2's language). */
  fullMatch(text: string, pattern: string): string;
  /**
   * Whether the cast of a text to a double gives the number that the memory engine reads. The test is fast for numbers above 0. It may fail
   * a text of {@link pattern} with a sign, or with an exponent before its digits. It never passes another number.
   *
   * @param pattern - The numbers that the memory engine reads.
   */
  isPlainNumber(text: string, decimal: "point" | "comma", pattern: string): string;
  /** Whether a text contains another, byte for byte. */
  contains(text: string, part: string): string;
  /** An expression that stops the query, with a word that comes back in the error. */
  raise(word: string): string;
  /** An expression that is NULL where its own error would stop the query, such as a day that does not exist. */
  attempt(expression: string): string;
  /** Days since 1970 of a text YYYY-MM-DD; stops the query when there is no such day. */
  daysOfText(text: string): string;
  /** What {@link knownDay} needs, by name. A statement makes each once, before the first statement with its name. */
  readonly setup: readonly { readonly name: string; readonly statement: string }[];
  /** Days since 1970 of a text YYYY-MM-DD within {@link KNOWN_DAYS}, from a table; any other text stops the query. */
  knownDay(text: string): string;
  /** Days since 1970 of year, month and day as integers; stops the query when there is no such day. */
  daysOfParts(year: string, month: string, day: string): string;
  /** Days since 1970 of a date. */
  daysOfDate(date: string): string;
  /** A date, a time without a zone or an instant as SQL: `YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC. */
  moment(type: "date" | "time" | "instant", text: string): string;
  /** Milliseconds since 1970 of a time without a zone or an instant, from the year 1 on, rounded down. */
  millisecondsOfTime(type: "time" | "instant", column: string): string;
  /** Days since 1970 of the first day of the month, or of the year, that holds a day. */
  firstDay(of: "month" | "year", days: string): string;
  /** Months since January 1970 of a day. */
  monthNumber(days: string): string;
  /** Milliseconds since 1970 of a text `YYYY-MM-DD HH:MM[:SS[.fff]]` with an offset or without (then UTC). */
  millisecondsOfText(text: string): string;
  /** The k-th part of a text cut at each separator, from 1. */
  part(text: string, separator: string, k: number): string;
  /** The first `count` characters of a text. */
  left(text: string, count: number): string;
  /** The number of a row of a table, from 0, in the order in which the table was made; undefined where rows have no order. */
  readonly rowNumber: string | undefined;
  /** The value of one column where another is least. */
  valueAtLeast(value: string, by: string): string;
  /** Whether a text belongs to part `part` (from 0) when all texts are distributed over `parts` parts. */
  inPart(text: string, parts: number, part: number): string;
  /** Adds the rows of a query to a table. */
  addToTable(name: string, query: string): string;
  /** Makes a table from a query, replacing one of that name. */
  createTable(name: string, query: string): string;
  /** Makes a view of a query, replacing one of that name. */
  createView(name: string, query: string): string;
  /** A query for the names of the tables of this run. */
  readonly ownTables: string;
  /**
   * Statements before and after work that need not keep the order of rows. Keeping the order takes memory that can't be
   * spilled to disk.
   */
  readonly anyOrder: { readonly begin: readonly string[]; readonly end: readonly string[] };
  /** Why a statement failed. */
  failureKind(error: unknown): FailureKind;
}

/**
 * Why a statement failed. `rows`: a value in the rows. `resources`: too little memory, so smaller parts may succeed. `other`: a fault of
 * ours, of the disk or of the network, or an interruption.
 */
export type FailureKind = "rows" | "resources" | "other";
