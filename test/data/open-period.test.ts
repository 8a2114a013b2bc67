import { describe, expect, it } from "vitest";
import { openPeriod } from "../../src/data/open-period.ts";
import { DAY } from "../../src/data/time-unit.ts";

const open = (day: string, grain: "day" | "week" | "month" | "year"): string[] | undefined => {
  const found = openPeriod(Date.parse(day), grain);
  return (
    found && [found.start, found.lastDay, found.dayBefore].map((time) => new Date(time).toISOString().slice(0, 10))
  );
};

describe("a period of which a part was observed", () => {
  it("is told with its own last day and the last day of the one before", () => {
    expect(open("2006-08-29", "month")).toEqual(["2006-08-01", "2006-08-31", "2006-07-31"]);
    expect(open("2006-08-29", "year")).toEqual(["2006-01-01", "2006-12-31", "2005-12-31"]);
    expect(open("2006-08-29", "week")).toEqual(["2006-08-28", "2006-09-03", "2006-08-27"]);
    expect(open("2024-02-28", "month")).toEqual(["2024-02-01", "2024-02-29", "2024-01-31"]);
    expect(open("2023-12-01", "month")).toEqual(["2023-12-01", "2023-12-31", "2023-11-30"]);
  });

  it("is none where it is over, on every last day of four years and on no other", () => {
    for (const [grain, ends] of [
      ["week", (time: number) => new Date(time).getUTCDay() === 1],
      ["month", (time: number) => new Date(time).getUTCDate() === 1],
      ["year", (time: number) => new Date(time).toISOString().slice(5, 10) === "01-01"],
    ] as const) {
      for (let time = Date.UTC(2023, 0, 1); time < Date.UTC(2027, 0, 1); time += DAY) {
        expect(openPeriod(time, grain) === undefined, `${grain} ${new Date(time).toISOString()}`).toBe(
          ends(time + DAY),
        );
      }
    }
    expect(open("2006-08-29", "day")).toBe(undefined);
  });
});
