import type { CustomerBase } from "./customer-base.ts";
import { idOrder } from "./id-order.ts";
import { type Bounds, observationOf, startsOf } from "./observation.ts";
import type { TransactionLog } from "./transaction-log.ts";

/** A word for each customer: that of customer k is `names[of[k]]`. */
export interface Words {
  /** The words in code-point order. */
  readonly names: readonly string[];
  readonly of: Uint32Array;
}

/**
 * The word of each customer in an attribute of the log: the word of the first purchase. Rows of one grain are one
 * purchase. If they have several words, the first in code-point order counts, so the order of rows has no effect.
 *
 * @param base the base made from the log with these bounds
 * @param name one of the `attributes` with which the log was read
 * @example
 * const file = [new TextEncoder().encode("customer,date,channel\n7,2024-01-31,mail\n8,2024-01-01,ads\n7,2024-01-05,ads\n")];
 * const log = await readTransactions(await openCsv(file), { attributes: ["channel"] });
 * const { base } = summarize(log, { unit: "week" });
 * firstWords(log, base, "channel").names; // ["ads"]
 */
export function firstWords(log: TransactionLog, base: CustomerBase, name: string, bounds: Bounds = {}): Words {
  const { words, word } = log.attributes!.find((attribute) => attribute.name === name)!;
  const { start } = startsOf(log, observationOf(log, base.grain, bounds));
  const place = new Map(base.customers.map((customer, k) => [customer, k]));
  const placeOf = Int32Array.from(log.customers, (customer) => place.get(customer) ?? -1);
  const inOrder = [...words].sort(idOrder(words));
  const rank = new Map(inOrder.map((text, k) => [text, k]));
  const rankOf = Uint32Array.from(words, (text) => rank.get(text)!);
  const of = new Uint32Array(base.length).fill(inOrder.length);
  for (let row = 0; row < log.length; row++) {
    const customer = placeOf[log.customer[row]];
    if (customer < 0 || start[row] !== base.firstDate![customer]) continue;
    of[customer] = Math.min(of[customer], rankOf[word[row]]);
  }
  return usedWords(inOrder, of);
}

/** The words that at least one customer has. */
export function usedWords(inOrder: readonly string[], of: Uint32Array): Words {
  const used = new Uint8Array(inOrder.length);
  for (const k of of) used[k] = 1;
  const names = inOrder.filter((_, k) => used[k] === 1);
  const moved = new Uint32Array(inOrder.length);
  for (let k = 0, next = 0; k < moved.length; k++) moved[k] = used[k] === 1 ? next++ : 0;
  return { names, of: of.map((k) => moved[k]) };
}
