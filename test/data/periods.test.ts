import fc from "fast-check";
import { expect, it } from "vitest";
import { PERIODS, periodClock, periodsOf } from "../../src/data/periods.ts";
import { DAY } from "../../src/data/time-unit.ts";
import { timeZone } from "../../src/data/time-zone.ts";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const anyDay = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => days * DAY);

it("numbers periods without a gap: each day lies between the start of its period and that of the next", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PERIODS), anyDay, (period, at) => {
      const clock = periodClock(period);
      const index = clock.indexOf(at);
      expect(clock.startOf(index)).toBeLessThanOrEqual(at);
      expect(at).toBeLessThan(clock.startOf(index + 1));
      expect(clock.indexOf(clock.startOf(index))).toBe(index);
    }),
  );
});

it("names periods as ISO 8601 does", () => {
  const label = (period: (typeof PERIODS)[number], at: string) => {
    const clock = periodClock(period);
    return clock.labelOf(clock.indexOf(day(at)));
  };
  expect(label("month", "1997-01-31")).toBe("1997-01");
  expect(label("quarter", "1997-12-31")).toBe("1997-Q4");
  // Examples of the standard.
  expect(label("week", "1977-01-01")).toBe("1976-W53");
  expect(label("week", "1977-12-31")).toBe("1977-W52");
  expect(label("week", "1980-12-29")).toBe("1981-W01");
  expect(label("week", "2010-01-03")).toBe("2009-W53");
  expect(label("month", "0099-03-01")).toBe("0099-03");
});

it("calls a period complete only if it was observed to its last day, and from its first where observation begins later", () => {
  const utc = timeZone("UTC");
  const observed = { from: day("2024-01-05"), end: day("2024-03-30") };
  expect(periodsOf("month", observed, {}, utc)).toMatchObject({
    period: "month",
    first: 648,
    length: 3,
    complete: [true, true, false],
    end: day("2024-03-31"),
  });
  const whole = { ...observed, end: day("2024-03-31") };
  expect(periodsOf("month", whole, { from: "2024-01-02" }, utc).complete).toStrictEqual([false, true, true]);
  expect(periodsOf("month", whole, { from: "2024-01-01" }, utc).complete).toStrictEqual([true, true, true]);
  expect(periodsOf("quarter", whole, {}, utc).complete).toStrictEqual([true]);
  // The last week of the log begins on the Monday of the 25th.
  expect(periodsOf("week", { ...observed, end: day("2024-03-25") }, { grain: "week" }, utc).complete.at(-1)).toBe(true);
  expect(periodsOf("month", { ...observed, end: day("2024-03-01") }, { grain: "month" }, utc).complete.at(-1)).toBe(
    true,
  );
  expect(() => periodsOf("week", observed, { grain: "month" }, utc)).toThrow(/a period no shorter than the grain/);
});

it("takes the calendar day of an hour in the zone of the log", () => {
  const zone = timeZone("Asia/Tokyo");
  // 15:00 UTC is midnight of the next day in Tokyo.
  const observed = { from: Date.parse("2024-01-31T15:00:00Z"), end: Date.parse("2024-02-29T14:00:00Z") };
  const { first, length, complete } = periodsOf("month", observed, { grain: "hour" }, zone);
  expect([first, length, complete]).toStrictEqual([649, 1, [true]]);
});
