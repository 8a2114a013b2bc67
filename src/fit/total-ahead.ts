import { inUnits } from "../data/time-unit.ts";
import { chebyshevNodes, lagrange } from "../math/chebyshev.ts";
import type { Histories, Parameters, PurchaseModel } from "../model.ts";
import { isSeasonal } from "./on-calendar.ts";
import type { Observed } from "./seasonal-model.ts";

/** Degree of the polynomial through the total on the model's clock, where it is smooth. */
const DEGREE = 12;

/**
 * The expected purchases of all customers in (until, t], for any number of times t up to the last, such as ends of
 * months.
 *
 * On the model's clock the total is smooth, so it is computed at 13 times and interpolated (within 1e-6), for every
 * season.
 *
 * @param model - On the calendar of its season, if it has one.
 * @param last - In milliseconds since the end of observation.
 * @returns The total as a function of a time in milliseconds since the end of observation.
 */
export function totalAhead(
  model: PurchaseModel,
  theta: Parameters,
  histories: Histories,
  { until, unit }: Pick<Observed, "until" | "unit">,
  last: number,
): (length: number) => number {
  const [plain, inTau, clock] = isSeasonal(model)
    ? [model.plain, model.inTau(histories), (length: number) => model.calendar.ahead(until, length)]
    : [model, histories, (length: number) => length];
  const future = plain.future(inTau)(theta);
  const nodes = chebyshevNodes(0, inUnits(clock(last), unit), DEGREE);
  const totals = nodes.map((t) => {
    const expected = future.expected(t);
    let sum = 0;
    for (let k = 0; k < expected.length; k++) sum += expected[k] * histories.count[k];
    return sum;
  });
  return (length) =>
    lagrange(nodes, inUnits(clock(length), unit)).reduce((sum, weight, j) => sum + weight * totals[j], 0);
}
