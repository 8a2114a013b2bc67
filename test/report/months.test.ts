import { describe, expect, it } from "vitest";
import { periodsOf } from "../../src/data/periods.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { countCohorts, countFirstDays } from "../../src/months/cohort-counts.ts";
import { daysObserved, monthsOnPage, periodOnPage, type ShownMonths } from "../../src/months/on-page.ts";
import { NARROW, WIDE } from "../../src/report/chart.ts";
import { cohortCurvesFigure, cohortFigure, monthsFigure } from "../../src/report/figures/months.ts";
import { readLog } from "../support/log.ts";

async function shownOf(rows: readonly string[], until?: string): Promise<ShownMonths | undefined> {
  const log = await readLog(`customer,date,value\n${rows.join("\n")}\n`);
  const bounds = { grain: "day" as const, ...(until !== undefined && { until }) };
  const { purchases, observation } = purchasesOf(log, bounds);
  const from = purchases.start.reduce((least, at) => Math.min(least, at));
  const periods = periodsOf("month", { from, end: observation.end }, bounds, log.zone);
  const counts = countCohorts(purchases, log.zone, { ...periods, clock: "calendar", grain: "day" });
  return monthsOnPage(counts, periods, countFirstDays(purchases, "day", log.zone));
}

const ROWS = [
  ...["a,2024-01-05,10", "a,2024-02-03,20", "b,2024-01-20,30", "c,2024-02-10,45"],
  ...["a,2024-03-01,10", "d,2024-03-09,50", "b,2024-03-30,15"],
];
const textsOf = (svg: SVGSVGElement): string[] =>
  Array.from(svg.querySelectorAll("text")).map(({ textContent }) => textContent ?? "");

describe("the months on the page", () => {
  it("have a small chart for each series, and an open circle for a month that is not over", async () => {
    const shown = (await shownOf(ROWS))!;
    const figure = monthsFigure(shown, undefined);
    expect(figure.title).toContain("bought in 2024-02, the last whole month");
    expect(figure.note).toContain("The log ends within 2024-03");
    for (const size of [WIDE, NARROW]) {
      const svg = figure.draw(size);
      expect(svg.querySelectorAll("svg")).toHaveLength(6);
      expect(textsOf(svg)).toEqual(expect.arrayContaining(["Active customers", "Revenue", "Retention"]));
      expect(svg.querySelectorAll("circle")).toHaveLength(6);
      expect(svg.innerHTML).not.toContain("NaN");
    }
    const whole = monthsFigure((await shownOf(ROWS, "2024-03-31"))!, undefined);
    expect(whole.draw(WIDE).querySelectorAll("circle")).toHaveLength(0);
    expect(whole.legend).toHaveLength(1);
  });

  it("leave out the chart of a series without anything in it, and say so of new customers", async () => {
    const shown = (await shownOf(ROWS))!;
    const series = shown.series.map((one) => (one.key === "new" ? { ...one, values: one.values.map(() => 0) } : one));
    const figure = monthsFigure({ ...shown, series }, undefined);
    expect(textsOf(figure.draw(WIDE))).not.toContain("New customers");
    expect(figure.draw(WIDE).querySelectorAll("svg")).toHaveLength(5);
    expect(figure.note).toContain("No customer is new in these months");
    expect(figure.table!.head).toContain("New customers");
    expect(monthsFigure(shown, undefined).note).not.toContain("No customer is new");
  });

  it("show a triangle with blanks for ages that no customer has reached, and curves that add up", async () => {
    const shown = (await shownOf(ROWS, "2024-03-31"))!;
    const cells = textsOf(cohortFigure(shown).draw(WIDE)).filter((text) => text.endsWith("%"));
    // 2024-01: 1 of 2, then 2 of 2; 2024-02: 0 of 1; all: 1 of 3, then 2 of 2.
    expect(cells.sort()).toStrictEqual(["0%", "100%", "100%", "33%", "50%"]);
    const curves = cohortCurvesFigure(shown, "USD")!;
    // Month 0: 40 of two, 45 and 50 of one each; then 20 of three; then 25 of two.
    expect(curves.table!.rows.map(([, money]) => (money as { value: number }).value)).toStrictEqual([
      135 / 4,
      135 / 4 + 20 / 3,
      135 / 4 + 20 / 3 + 25 / 2,
    ]);
  });

  it("are left out for a log of fewer than three periods, and counted by weeks where a log is short", async () => {
    expect(await shownOf(ROWS.slice(0, 4))).toBeUndefined();
    expect(daysObserved({ from: Date.UTC(2024, 0, 1), until: Date.UTC(2024, 0, 31) })).toBe(31);
    expect(periodOnPage(100, "day")).toBe("week");
    expect(periodOnPage(100, "month")).toBe("month");
    expect(periodOnPage(500, "day")).toBe("month");
    expect(periodOnPage(3000, "day")).toBe("quarter");
  });
});
