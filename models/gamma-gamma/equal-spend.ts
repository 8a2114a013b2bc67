import type { LimitOfData, SpendHistories } from "../../src/model.ts";

/**
 * With a smaller standard deviation of ln m, all customers count as spending the same. Then p is above 10⁸, and ln
 * B(px, q), of the size of p, leaves less than eight digits to the likelihood of a customer. The bound, 0.01 %, is a
 * cent in a hundred.
 */
const EQUAL = 1e-4;

/** The limit of equal spend where mean values hardly differ, with their mean over purchases. */
export function limitOf({ length, frequency, monetaryValue, count }: SpendHistories): LimitOfData | undefined {
  let [customers, logs, squares, purchases, value] = [0, 0, 0, 0, 0];
  // About the first value, so that the squares do not cancel.
  const about = monetaryValue[0];
  for (let i = 0; i < length; i++) {
    const log = Math.log(monetaryValue[i] / about);
    customers += count[i];
    logs += count[i] * log;
    squares += count[i] * log * log;
    purchases += count[i] * frequency[i];
    value += count[i] * frequency[i] * (monetaryValue[i] - about);
  }
  const variance = squares / customers - (logs / customers) ** 2;
  return variance < EQUAL ** 2 ? { name: "equal-spend", kept: about + value / purchases } : undefined;
}
