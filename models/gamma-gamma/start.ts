import type { Parameters, SpendHistories } from "../../src/model.ts";

/** Rough values from which Newton starts: p = 2, q = 3, and v so that the population mean p·v/(q−1) is the mean observed. */
export function start({ length, monetaryValue, count }: SpendHistories): Parameters {
  let customers = 0;
  let spend = 0;
  for (let i = 0; i < length; i++) {
    customers += count[i];
    spend += count[i] * monetaryValue[i];
  }
  return { p: 2, q: 3, v: spend / customers };
}
