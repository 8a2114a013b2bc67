import { openCsv } from "../../data/csv/table.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { usedWords, type Words } from "../../data/first-words.ts";
import { idOrder } from "../../data/id-order.ts";
import { readWordTable, twoWords } from "../../data/word-table.ts";
import { openInput } from "../../io/input.ts";
import type { InputOptions } from "../options.ts";

/** A table of words by customer id, in memory. */
export interface WordTable {
  /** The requested columns that the table has. */
  readonly columns: readonly string[];
  /** The words of the customers of a base; "" for a customer who is not in the table. */
  words(base: CustomerBase, name: string): Words;
}

/** Reads the requested columns that the table beside a log has. */
export async function readWords(
  path: string,
  { customer }: InputOptions,
  asked: readonly string[],
): Promise<WordTable> {
  const input = await openInput(path);
  const table = await openCsv(input.bytes, { name: input.name });
  const columns = asked.filter((name) => table.columns.includes(name));
  const byId = new Map<string, readonly string[]>();
  await readWordTable(table, customer, columns, (id, words) => {
    const before = byId.get(id);
    if (before?.some((word, k) => word !== words[k])) throw twoWords(path, id);
    byId.set(id, words);
  });
  return {
    columns,
    words({ customers }, name) {
      const at = columns.indexOf(name);
      const words = customers.map((id) => byId.get(id)?.[at] ?? "");
      const names = [...new Set(words)];
      names.sort(idOrder(names));
      const place = new Map(names.map((word, k) => [word, k]));
      return usedWords(
        names,
        Uint32Array.from(words, (word) => place.get(word)!),
      );
    },
  };
}
