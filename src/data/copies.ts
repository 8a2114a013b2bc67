/** Rows that equal an earlier row in every field: copies, or equal lines of an order. */
export interface Copies {
  readonly rows: number;
  /**
   * The number of these rows that are in copied orders: every line of such an order occurs at least twice. Needs a
   * column of orders.
   */
  readonly ofWholeOrders?: number;
}

/** Copies are not counted in larger logs, because counting takes as long as all other work. */
export const MOST_ROWS = 1_000_000;

/** Counts copies row by row. */
export interface CopyCounter {
  /** `order` is the order of the row, where it is known. */
  add(fields: readonly string[], order: string | undefined): void;
  /** Undefined for more rows than {@link MOST_ROWS}. */
  report(): Copies | undefined;
}

/**
 * A counter of copies.
 *
 * A hash of 53 bits identifies a row. Among a million different rows, two share a hash with probability 6e-5.
 */
export function copyCounter(): CopyCounter {
  let seen = new Map<number, { n: number; readonly order: string | undefined }>();
  let rows = 0;
  let ordered = false;
  return {
    add(fields, order) {
      ordered = order !== undefined;
      if (rows++ >= MOST_ROWS) {
        seen = new Map();
        return;
      }
      const key = hashOf(fields);
      const found = seen.get(key);
      if (found) found.n++;
      else seen.set(key, { n: 1, order });
    },
    report() {
      if (rows > MOST_ROWS) return undefined;
      const copies = rows - seen.size;
      if (!ordered) return { rows: copies };
      const least = new Map<string | undefined, number>();
      for (const { n, order } of seen.values()) least.set(order, Math.min(n, least.get(order) ?? n));
      let ofWholeOrders = 0;
      for (const { n, order } of seen.values()) if (least.get(order)! > 1) ofWholeOrders += n - 1;
      return { rows: copies, ofWholeOrders };
    },
  };
}

/** 53 bits of two multiplicative hashes. The mark at the end of a field is not a character, so it occurs in no text. */
function hashOf(fields: readonly string[]): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  const mix = (code: number): void => {
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  };
  for (const field of fields) {
    for (let k = 0; k < field.length; k++) mix(field.charCodeAt(k));
    mix(0x10000);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
