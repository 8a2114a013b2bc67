/** Subtracts returns from the earlier purchases of the same customer, one customer after another. */
export interface ReturnsMatcher {
  /** Forgets the purchases so far, before the next customer. */
  next(): void;
  /** Subtracts an amount, returned in the grain that begins at `start`, from earlier purchases, the newest first. */
  take(amount: number, start: number): void;
  /** Adds the purchase at a place of the columns, so that later returns may lower it. */
  add(place: number, start: number): void;
}

/**
 * A matcher over columns of purchases. A purchase that returns use up has `rows` 0 afterwards.
 *
 * The purchases with value left are a stack, so the time for a customer is proportional to purchases and returns.
 *
 * @param split - Returns from here on do not lower earlier purchases.
 * @param value - In millionths, lowered in place.
 * @param emptied - Called with the rows of each purchase that returns use up.
 */
export function returnsMatcher(
  split: number,
  value: Float64Array,
  rows: Uint32Array,
  emptied: (rows: number) => void,
): ReturnsMatcher {
  const left: number[] = [];
  let beforeSplit = true;
  const reach = (start: number): void => {
    if (!beforeSplit || start < split) return;
    left.length = 0;
    beforeSplit = false;
  };
  return {
    next() {
      left.length = 0;
      beforeSplit = true;
    },
    take(amount, start) {
      reach(start);
      for (let rest = amount; rest > 0 && left.length > 0; ) {
        const place = left.at(-1)!;
        const taken = Math.min(rest, value[place]);
        value[place] -= taken;
        rest -= taken;
        if (value[place] > 0) return;
        left.pop();
        emptied(rows[place]);
        rows[place] = 0;
      }
    },
    add(place, start) {
      reach(start);
      left.push(place);
    },
  };
}
