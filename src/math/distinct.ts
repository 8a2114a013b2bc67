import { largestWhole } from "./whole-numbers.ts";

/** Whole numbers below this use a table, which fits the cache. */
const TABLE = 2 ** 16;

/** The distinct values of a column in the order of their first appearance, and the place of each row among them. */
export interface Distinct {
  readonly values: Float64Array;
  readonly place: Int32Array;
}

/** Columns that were made from their distinct values, see {@link spread}. */
const MADE = new WeakMap<Float64Array, Distinct>();

/**
 * Makes a column from values and the place of each row among them. {@link distinct} then returns the same values and places without
 * reading the rows, even where two of the values are equal. The column must not change afterwards.
 */
export function spread(from: Distinct): Float64Array {
  const { values, place } = from;
  const column = new Float64Array(place.length);
  for (let row = 0; row < place.length; row++) column[row] = values[place[row]];
  MADE.set(column, from);
  return column;
}

/** Finds the distinct values of the first `length` entries of a column of numbers ≥ 0 (no −0). */
export function distinct(column: Float64Array, length: number): Distinct;
/** The same, but undefined as soon as there are more than `most` of them. */
export function distinct(column: Float64Array, length: number, most: number): Distinct | undefined;
/**
 * Small whole numbers, such as counts and days, use a table. Other values use a hash table with open addressing on the
 * 64 bits of the double. It has no string keys and no objects per row.
 */
export function distinct(column: Float64Array, length: number, most = Number.POSITIVE_INFINITY): Distinct | undefined {
  const made = length === column.length ? MADE.get(column) : undefined;
  if (made !== undefined) return made.values.length > most ? undefined : made;
  const largest = largestWhole(column, length);
  if (largest < 0 || largest >= TABLE) return hashed(column, length, most);
  const found = tabulated(column, length, largest);
  return found.values.length > most ? undefined : found;
}

function tabulated(column: Float64Array, length: number, largest: number): Distinct {
  const place = new Int32Array(length);
  const values = new Float64Array(largest + 1);
  const places = new Int32Array(largest + 1).fill(-1);
  let found = 0;
  for (let row = 0; row < length; row++) {
    const value = column[row];
    if (places[value] < 0) {
      values[found] = value;
      places[value] = found++;
    }
    place[row] = places[value];
  }
  return { values: values.slice(0, found), place };
}

/** Compares values by their bits. A row equal to the one before it, as in a sorted column, needs no look-up. */
function hashed(column: Float64Array, length: number, most: number): Distinct | undefined {
  const bits = new Int32Array(column.buffer, column.byteOffset, 2 * length);
  const place = new Int32Array(length);
  const values: number[] = [];
  const lows: number[] = [];
  const highs: number[] = [];
  let slots = new Int32Array(1024).fill(-1);
  for (let row = 0; row < length; row++) {
    const low = bits[2 * row];
    const high = bits[2 * row + 1];
    if (row > 0 && low === bits[2 * row - 2] && high === bits[2 * row - 1]) {
      place[row] = place[row - 1];
      continue;
    }
    const slot = slotOf(slots, lows, highs, low, high);
    if (slots[slot] >= 0) {
      place[row] = slots[slot];
      continue;
    }
    if (values.length >= most) return undefined;
    slots[slot] = values.length;
    place[row] = values.length;
    values.push(column[row]);
    lows.push(low);
    highs.push(high);
    if (2 * values.length > slots.length) {
      slots = new Int32Array(4 * slots.length).fill(-1);
      for (let k = 0; k < values.length; k++) slots[slotOf(slots, lows, highs, lows[k], highs[k])] = k;
    }
  }
  return { values: Float64Array.from(values), place };
}

/** The slot of a value by its bits, or the empty one where it belongs. */
function slotOf(
  slots: Int32Array,
  lows: readonly number[],
  highs: readonly number[],
  low: number,
  high: number,
): number {
  // Whole numbers differ only in the upper bits of `high`: multiplied up, then folded down.
  let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0xc2b2ae35);
  hash ^= hash >>> 16;
  const mask = slots.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const found = slots[slot];
    if (found < 0 || (lows[found] === low && highs[found] === high)) return slot;
  }
}
