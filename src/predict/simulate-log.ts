import { countedAge, firstInstant, grainClock, lastInstant } from "../data/calendar.ts";
import { seasonClock } from "../data/season.ts";
import { inMilliseconds, inUnits } from "../data/time-unit.ts";
import { timeZone } from "../data/time-zone.ts";
import type { Transaction } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";
import type { FittedParameters } from "../fit/fitted-model.ts";
import type { Random } from "../random/random.ts";

/** The customers of a simulated log, and the time of observation. */
export interface SimulateOptions {
  /** How many customers: a whole number > 0. */
  readonly customers: number;
  /** First day of the log, ISO. */
  readonly from: string;
  /** Last day of the log, ISO, inclusive. */
  readonly until: string;
  /** Last day on which customers make their first purchase, ISO, inclusive; `until` when left out. */
  readonly joinUntil?: string;
}

/**
 * Simulates a log of transactions from a fitted model, customer by customer, each in the order of time.
 *
 * The time of a customer's first purchase is uniform between `from` and the end of `joinUntil`. Repeat purchases follow
 * the purchase model, on the clock of the season if there is one, up to the end of `until`. If the model counts
 * opportunities, they are on the first day of one. The spend model gives the value of every purchase, in hundredths and
 * at least 0.01. Ids are numbers from 1, padded with zeros to one length.
 *
 * @param fitted - The models, parameters and time unit. Without a spend model the transactions have no values.
 * @param random - Determines every draw.
 * @throws ClvError `usage` when a day is not a date, the days are out of order, or `customers` is not a whole number > 0.
 */
export function* simulateTransactions(
  { purchase, spend, unit, season }: FittedParameters,
  random: Random,
  options: SimulateOptions,
): Generator<Transaction> {
  const { customers, from, until, joinUntil = until } = options;
  if (!(Number.isSafeInteger(customers) && customers > 0)) {
    throw new ClvError("usage", { where: "customers", expected: "a whole number greater than 0", got: customers });
  }
  const zone = timeZone("UTC");
  const begin = firstInstant(from, zone, "from");
  const joinEnd = lastInstant(joinUntil, zone, "join-until") + 1;
  const end = lastInstant(until, zone, "until") + 1;
  if (!(begin < joinEnd && joinEnd <= end)) {
    throw new ClvError("usage", {
      where: "from, join-until, until",
      expected: "days in this order",
      got: [from, joinUntil, until],
    });
  }
  const counts = purchase.model.clock === "periods";
  const { startOf } = grainClock(counts ? unit : "day", zone);
  const digits = String(customers).length;
  const ages: number[] = [];
  const clock = season && seasonClock(season, "none", begin);
  for (let k = 1; k <= customers; k++) {
    const customer = String(k).padStart(digits, "0");
    const first = begin + random.uniform() * (joinEnd - begin);
    ages.length = 0;
    const length = clock ? clock.between(first, end) : end - first;
    const duration = counts ? countedAge(startOf(first), end - 1, unit) : inUnits(length, unit);
    purchase.model.simulate(purchase.parameters, random, duration, ages);
    const values = spend?.model.simulate(spend.parameters, random, ages.length + 1);
    for (let n = 0; n <= ages.length; n++) {
      const passed = n === 0 ? 0 : inMilliseconds(ages[n - 1], unit);
      // The start of the grain at a given number after the first. A time half a grain beyond the mean length lies
      // within that grain.
      const date =
        counts && n > 0
          ? startOf(startOf(first) + passed + inMilliseconds(0.5, unit))
          : Math.floor(clock ? clock.reach(first, passed) : first + passed);
      yield values ? { customer, date, value: Math.max(Math.round(values[n] * 100), 1) / 100 } : { customer, date };
    }
  }
}
