import type { CustomerBase } from "../../data/customer-base.ts";
import { MILLION } from "../../data/decimal.ts";
import { DAY, inMilliseconds } from "../../data/time-unit.ts";
import { ClvError } from "../../errors.ts";
import { isoDay } from "../../fit/fingerprint.ts";
import { fitBase } from "../../fit/fit-base.ts";
import { given } from "../../given.ts";
import { score } from "../../predict/score.ts";
import type { CustomersOfLog, Log } from "../customers.ts";
import type { Run } from "../in-run.ts";
import { summarizeOptions } from "../log-options.ts";
import { chosenModels } from "../models.ts";
import type { CompareOptions } from "./asked.ts";

/** The actual and the expected purchases of each customer of a base after the assignment. */
export interface Happened {
  readonly days: number;
  readonly orders: Float64Array;
  readonly value?: Float64Array;
  readonly lived?: Float64Array;
  readonly forecast?: { readonly orders: Float64Array; readonly value?: Float64Array };
}

/** The options for reading the log: with the value of first purchases, for new customers. */
export function kept(options: CompareOptions) {
  return summarizeOptions({ ...options, firstValue: true });
}

/** The customers known before the day of the assignment, and the window after it as their holdout. */
export async function atAssignment(
  log: Log,
  options: CompareOptions,
  days: number | undefined,
): Promise<CustomersOfLog> {
  const { since } = options;
  const whole = await knownBefore(log, options);
  if (days === undefined) return whole;
  const last = Date.parse(`${since.slice(0, 10)}T00:00:00Z`) + (days - 1) * DAY;
  if (last > whole.reading.summary.end) {
    throw new ClvError("usage", {
      where: "--window",
      expected: `days that end by ${isoDay(whole.reading.summary.end)}, the last one observed`,
      got: `${days} days from ${since}`,
      wayOut: "Give a shorter window, or leave it out.",
    });
  }
  return log.at(summarizeOptions({ ...options, until: isoDay(last) }, since));
}

/** The customers known before the day of the assignment. An error about that day names the flag that gives it. */
async function knownBefore(log: Log, options: CompareOptions): Promise<CustomersOfLog> {
  const { since } = options;
  try {
    return await log.at(summarizeOptions(options, since));
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
    const { kind, parts } = error;
    if (parts.where === "split") throw new ClvError(kind, { ...parts, where: "--since" });
    if (parts.where !== "log") throw error;
    // Throws in place of it where the log has no purchases at all.
    await log.at(summarizeOptions(options));
    throw new ClvError(kind, {
      where: "--since",
      expected: "a day after the first purchase, because customers are compared who bought before it",
      got: since,
      wayOut: "Give a later day. To follow new customers use --since first --window 180d.",
    });
  }
}

/** Orders and value in the first days after the first purchase. */
export async function sinceFirst({ facts }: CustomersOfLog, days: number): Promise<Happened> {
  const { orders, value, lived } = await facts!.firstWindow(days);
  return { days, orders, lived, ...(value.length > 0 && { value: value.map((sum) => sum / MILLION) }) };
}

/** The holdout, beside the forecast of models fitted to the data before the assignment. */
export async function sinceDay(run: Run, base: CustomerBase, days: number | undefined): Promise<Happened> {
  const { frequency: orders, monetaryValue, duration } = base.holdout!;
  const length = days ?? Math.round(inMilliseconds(duration, base.unit) / DAY);
  const value =
    monetaryValue && orders.map((n, k) => (n > 0 ? Math.round(n * monetaryValue[k]! * MILLION) / MILLION : 0));
  const { holdout: _, ...before } = base;
  const { purchase, spend } = chosenModels({ model: undefined, spendModel: undefined });
  const fitted = await run.step("Fitting before the assignment", () => fitBase(before, purchase, spend));
  if (!fitted.purchase.converged) return { days: length, orders, ...given({ value }) };
  const expected = score(before, fitted, { horizon: { amount: duration, unit: base.unit } });
  const ofValue = expected.value?.clv;
  const finite = ofValue?.every(Number.isFinite);
  const forecast = { orders: expected.expectedPurchases, ...(finite && { value: ofValue! }) };
  return { days: length, orders, forecast, ...given({ value }) };
}
