import type { Parameters, SpendHistories } from "../../src/model.ts";

/** Rough values from which Newton starts: p = 2, q = 3, and v so that the population mean p·v/(q−1) is the mean observed. */
export function start(histories: SpendHistories): Parameters {
  let customers = 0;
  let spend = 0;
  for (let i = 0; i < histories.length; i++) {
    customers += histories.count[i];
    spend += histories.count[i] * histories.monetaryValue[i];
  }
  return { p: 2, q: 3, v: spend / customers };
}
