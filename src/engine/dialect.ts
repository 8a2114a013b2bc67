/**
 * What a database writes in its own way. The steps of the engine are SQL text made by pure functions of a dialect, so that another
 * database is one more of these, not one more program.
 *
 * Expressions go in and come out as SQL text; text from outside enters only through `identifier` and `literal`.
 */
export interface Dialect {
  readonly name: string;
  /** A name as SQL, whatever it contains. */
  identifier(name: string): string;
  /** Text as SQL, whatever it contains. */
  literal(text: string): string;
  /** A double as SQL, to the last bit. */
  double(value: number): string;
  /** Names of types: text, integers of 32 and 64 bits, those of 64 bits without a sign, doubles. */
  readonly types: Readonly<Record<"text" | "integer" | "long" | "unsigned" | "double", string>>;
  /** A double rounded to a whole number, ties to even. */
  roundEven(value: string): string;
  /** A double, or NULL where it is not finite. */
  finite(value: string): string;
  /** Whether the whole of a text matches a regular expression (RE2's language). */
  fullMatch(text: string, pattern: string): string;
  /** Whether a text contains another, byte for byte. */
  contains(text: string, part: string): string;
  /** An expression that stops the query, with a word that comes back in the error. */
  raise(word: string): string;
  /** Days since 1970 of a text YYYY-MM-DD; stops the query when there is no such day. */
  daysOfText(text: string): string;
  /** Statements to run once before {@link knownDay} is used. */
  readonly setup: readonly string[];
  /** Days since 1970 of a text YYYY-MM-DD from 1970 to 2069, by look-up: any other text stops the query. */
  knownDay(text: string): string;
  /** Days since 1970 of year, month and day as integers; stops the query when there is no such day. */
  daysOfParts(year: string, month: string, day: string): string;
  /** Days since 1970 of the first day of the month that holds a day. */
  startOfMonth(days: string): string;
  /** Milliseconds since 1970 of a text `YYYY-MM-DD HH:MM[:SS[.fff]]` with an offset or without (then UTC). */
  millisecondsOfText(text: string): string;
  /** The k-th part of a text cut at each separator, from 1. */
  part(text: string, separator: string, k: number): string;
  /** The first `count` characters of a text. */
  left(text: string, count: number): string;
  /** The number of a row of a table, from 0, in the order in which the table was made. */
  readonly rowNumber: string;
  /** The value of one column where another is least. */
  valueAtLeast(value: string, by: string): string;
  /** Whether a text falls into the part of that number, from 0, when all texts are dealt into so many. */
  inPart(text: string, parts: number, part: number): string;
  /** Adds the rows of a query to a table. */
  addToTable(name: string, query: string): string;
  /** Makes a table from a query, replacing one of that name. */
  createTable(name: string, query: string): string;
}
