import type { Words } from "../../data/first-words.ts";
import { idOrder } from "../../data/id-order.ts";
import type { SummarizeOptions } from "../../data/summarize.ts";
import type { Session } from "../session.ts";
import { stepOf } from "./base-step.ts";
import { outside, placedSql } from "./grains-sql.ts";
import type { KeptLog } from "./log-reader.ts";
import { attributeName } from "./transactions-sql.ts";

/**
 * Makes a table of `customer_id` and `word`: `firstWords` in SQL. It has the word of each customer of a base in an
 * attribute of the base's log.
 *
 * @param base a relation with `customer_id` and `first`, in ticks
 * @param k the index of the attribute in those with which the log was read
 */
export async function makeFirstWords(
  session: Session,
  { reader, rows }: KeptLog,
  base: string,
  k: number,
  options: SummarizeOptions,
  table: string,
): Promise<void> {
  const { dialect } = session;
  const step = stepOf(reader, rows, options);
  const first = dialect.identifier("first");
  const left = outside(step, false, dialect.double(0)).map(({ when }) => `NOT (${when})`);
  const where = left.length === 0 ? "" : ` WHERE ${left.join(" AND ")}`;
  const placed = placedSql(dialect, step);
  const starts = `SELECT customer, ${step.start(placed.instant)} AS start, ${attributeName(k)} AS word FROM (${placed.transactions})${where}`;
  await session.run(
    dialect.createTable(
      table,
      `SELECT b.customer_id, min(t.word) AS word FROM ${base} b JOIN (${starts}) t ON t.customer = b.customer_id AND t.start = b.${first} ` +
        "GROUP BY b.customer_id",
    ),
  );
}

/** The words of a relation of `customer_id` and `word`, in the order of the ids of the base; no word is "". */
export async function fetchWords(session: Session, base: string, words: string): Promise<Words> {
  const word = "coalesce(w.word, '')";
  const joined = `${base} b LEFT JOIN ${words} w ON w.customer_id = b.customer_id`;
  const used = (await session.texts(`SELECT DISTINCT ${word} FROM ${joined}`)).map(([text]) => text!);
  const names = used.sort(idOrder(used));
  await session.load("word_places", ["word", "place_of_word"], [names, Float64Array.from(names, (_, k) => k)]);
  const [of] = await session.doubles(
    `SELECT p.place_of_word FROM ${joined} JOIN word_places p ON p.word = ${word} ORDER BY b.customer_id`,
  );
  return { names, of: Uint32Array.from(of!) };
}
