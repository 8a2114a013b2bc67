import { expect, it } from "vitest";
import { dayOfYear, monthOfDay } from "../../src/data/civil-day.ts";
import { DAY } from "../../src/data/time-unit.ts";

it("the month and the day of the year are those of JavaScript's calendar, for every day of 800 years and far ones", () => {
  const days = Array.from({ length: 292_194 }, (_, k) => k - 146_097);
  const far = [-700_000, -719_529, 2_900_000].flatMap((day) => Array.from({ length: 800 }, (_, k) => day + k));
  const wrong = [...days, ...far].filter((day) => {
    const date = new Date(day * DAY);
    const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    const first = new Date(day * DAY).setUTCMonth(0, 1) / DAY;
    return monthOfDay(day) !== month || dayOfYear(day) !== day - first;
  });
  expect(wrong).toEqual([]);
});
