import type { Copies } from "./copies.ts";
import type { ReadValue } from "./log-value.ts";
import type { RejectionReport } from "./rejection.ts";
import type { TimeZone } from "./time-zone.ts";

/**
 * The treatment of values below 0. `net`: they lower the value of their grain. `match`: the rest that exceeds their grain also lowers
 * earlier purchases of the customer, the newest first. `drop`: they are left out and counted. `stop`: they are bad rows.
 */
export type ReturnsPolicy = "net" | "match" | "drop" | "stop";

/** One purchase, passed by a program. */
export interface Transaction {
  /** Id of the customer, as text. */
  readonly customer: string;
  /** A date, ISO text, or milliseconds since 1970 UTC. */
  readonly date: Date | string | number;
  /** Value in money units; negative for a return. Given for every transaction or for none. */
  readonly value?: number;
}

/** A log as columns of one length: row k is a purchase of `customers[customer[k]]`. */
export interface TransactionLog {
  readonly length: number;
  /** The distinct ids, in the order of their first row. */
  readonly customers: readonly string[];
  readonly customer: Int32Array;
  /** Milliseconds since 1970 UTC. */
  readonly instant: Float64Array;
  /** Value in millionths of the money unit, as integers; absent when the log has no values. */
  readonly value?: Float64Array;
  /** The requested columns of text, by name. */
  readonly attributes?: readonly LogAttribute[];
  /**
   * The order of each row, if a column of orders was named. Lines of one order of one customer have the same number; −1
   * means no order.
   */
  readonly order?: Int32Array;
  /** The zone whose calendar cuts days. */
  readonly zone: TimeZone;
  /** The treatment of values below 0. */
  readonly returns: ReturnsPolicy;
  readonly report: ReadReport;
}

/** A column of text of a log: row k has `words[word[k]]`. */
export interface LogAttribute {
  readonly name: string;
  readonly words: readonly string[];
  readonly word: Int32Array;
}

/** The use of every row: `rows = log.length + rejected.count + returnsDropped`. */
export interface ReadReport {
  /** Rows of data read: no header, no blank lines. */
  readonly rows: number;
  readonly blankLines: number;
  readonly rejected: RejectionReport;
  /** Rows with value < 0 that are in the log, to be netted. */
  readonly returns: number;
  /** Whether these also lower earlier purchases. */
  readonly matchedReturns?: boolean;
  /** Rows with value < 0 left out by `returns: "drop"`. */
  readonly returnsDropped: number;
  /** Rows in the log with value 0 (after rounding to millionths). */
  readonly zeroValues: number;
  /** Rows in the log whose value rounding to millionths changed by more than a ten-thousandth of it. */
  readonly roundedValues: number;
  /** The number of rows without a value whose order has another row. They are left out. Absent if there are none. */
  readonly orderLines?: number;
  /** The number of rows that equal an earlier row in every field. Absent where they are not counted. */
  readonly copies?: Copies;
  /** Money of the rows counted above; absent in a log without values. */
  readonly value?: ReadValue;
  /** The source of the columns. Absent for transactions that a program passed in. */
  readonly columns?: { readonly customer: string; readonly date: string; readonly value: string | undefined };
}

/** The same from a reader that skips blank lines without counting them. */
export type LogReport = Omit<ReadReport, "blankLines">;

/** A log under construction: columns that grow, with every distinct id kept once. */
export interface LogBuilder {
  /**
   * Appends one transaction: its value in millionths (ignored when the log has no values), the words of its attributes,
   * and its order.
   */
  add(customer: string, instant: number, value: number, words: readonly string[]): void;
  columns(
    hasValues: boolean,
  ): Pick<TransactionLog, "length" | "customers" | "customer" | "instant" | "value" | "attributes" | "order">;
}

/** An empty log under construction, with attributes of these names and, if `ordered`, the orders of the rows. */
export function logBuilder(attributes: readonly string[] = [], ordered = false): LogBuilder {
  const texts = attributes.map((name) => ({ name, words: internedWords() }));
  const orders = ordered ? internedWords() : undefined;
  const index = new Map<string, number>();
  const customers: string[] = [];
  let capacity = 1 << 12;
  let customer = new Int32Array(capacity);
  let instant = new Float64Array(capacity);
  let value = new Float64Array(capacity);
  let length = 0;
  return {
    add(id, at, amount, words) {
      if (length === capacity) {
        capacity = Math.ceil(capacity * 1.5);
        customer = grown(customer, new Int32Array(capacity));
        instant = grown(instant, new Float64Array(capacity));
        value = grown(value, new Float64Array(capacity));
      }
      let k = index.get(id);
      if (k === undefined) {
        k = customers.length;
        const own = detached(id);
        index.set(own, k);
        customers.push(own);
      }
      customer[length] = k;
      for (let a = 0; a < texts.length; a++) texts[a].words.add(words[a]);
      if (orders) orders.add(words[texts.length] === "" ? "" : `${k} ${words[texts.length]}`);
      instant[length] = at;
      value[length++] = amount;
    },
    columns: (hasValues) => ({
      length,
      customers,
      customer: customer.subarray(0, length),
      instant: instant.subarray(0, length),
      ...(hasValues ? { value: value.subarray(0, length) } : {}),
      ...(texts.length > 0 && { attributes: texts.map(({ name, words }) => ({ name, ...words.column() })) }),
      ...(orders && { order: orderOf(orders.column()) }),
    }),
  };
}

/** Numbers the orders, so that lines of one order have the same number. A blank name is no order. */
function orderOf({ words, word }: Omit<LogAttribute, "name">): Int32Array {
  const none = words.indexOf("");
  return none < 0 ? word : word.map((k) => (k === none ? -1 : k));
}

/** A column of text that grows, its distinct words kept once. */
function internedWords(): { add(word: string): void; column(): Omit<LogAttribute, "name"> } {
  const index = new Map<string, number>();
  const words: string[] = [];
  let word = new Int32Array(1 << 12);
  let length = 0;
  return {
    add(text) {
      let k = index.get(text);
      if (k === undefined) {
        k = words.length;
        const own = detached(text);
        index.set(own, k);
        words.push(own);
      }
      if (length === word.length) word = grown(word, new Int32Array(Math.ceil(length * 1.5)));
      word[length++] = k;
    },
    column: () => ({ words, word: word.subarray(0, length) }),
  };
}

/** A copy of a text that may be a slice of a larger one, so that the larger text can be freed. */
function detached(text: string): string {
  return text.length < 13 ? text : [text.slice(0, 1), text.slice(1)].join("");
}

function grown<A extends Int32Array | Float64Array>(old: A, wider: A): A {
  wider.set(old);
  return wider;
}
