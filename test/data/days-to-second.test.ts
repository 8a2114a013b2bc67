import { describe, expect, it } from "vitest";
import { daysToSecond } from "../../src/data/days-to-second.ts";
import { DAY, HOUR } from "../../src/data/time-unit.ts";
import { timeZone } from "../../src/data/time-zone.ts";

describe("days to the second purchase", () => {
  const columns = (...customers: readonly (readonly number[])[]) => ({
    customers: customers.map((_, k) => String(k)),
    begin: Uint32Array.from([0, ...customers.map((_, k) => customers.slice(0, k + 1).flat().length)]),
    start: Float64Array.from(customers.flat()),
  });

  it("are those of the calendar; one purchase has none, and a customer without a purchase no row", () => {
    const days = columns([0, 7 * DAY, 9 * DAY], [3 * DAY], [], [2 * DAY, 3 * DAY]);
    expect(daysToSecond(days, "day", timeZone("UTC"))).toEqual(Float64Array.of(7, Number.NaN, 1));
  });

  it("count nights between times of the clock, in the zone of the log", () => {
    const times = columns([23 * HOUR, 25 * HOUR], [22 * HOUR, 22.5 * HOUR]);
    expect(daysToSecond(times, "none", timeZone("UTC"))).toEqual(Float64Array.of(1, 0));
    expect(daysToSecond(times, "none", timeZone("Asia/Tokyo"))).toEqual(Float64Array.of(0, 0));
  });
});
