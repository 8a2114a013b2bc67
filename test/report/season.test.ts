import { describe, expect, it } from "vitest";
import { seasonFigure } from "../../src/report/figures/season.ts";
import { seasonTrackingFigure } from "../../src/report/figures/season-tracking.ts";
import { season } from "../../src/report/sections/season.ts";

const tracking = (expected: readonly number[]) => ({
  days: 7,
  from: "2024-01-01",
  splitAt: 1,
  steps: expected.map((one, k) => ({
    ...{ step: k + 1, actual: 10, expected: one },
    ...{ actualCumulative: 0, expectedCumulative: 0 },
  })),
});

describe("the season on the page", () => {
  it("says why a season is not used, and draws none", () => {
    const reason = "No season by month is used. The log has 500 days, and two full cycles take 730.";
    const findings = [{ cycle: "month", accepted: false, reason }] as const;
    const shown = season.render({ season: { indices: [], findings, trials: [] } } as never) as (HTMLElement | false)[];
    const nodes = shown.filter((node) => node !== undefined && node !== false) as HTMLElement[];
    expect(nodes.map((node) => node.textContent)).toEqual([reason]);
    expect(season.render({} as never)).toBeUndefined();
  });

  it("names the fastest and the slowest period, and has the errors in a table", () => {
    const factors = [
      { name: "Jan", factor: 1.5, standardError: 0.1 },
      { name: "Feb", factor: 0.5, standardError: 0.05 },
    ];
    const figure = seasonFigure({ by: "month", factors });
    expect(figure.title).toMatch(/1.5.* in Jan, and 0.5.* in Feb/);
    expect(figure.table!.rows).toHaveLength(2);
  });

  it("compares the weeks after the split with and without the season", () => {
    const { title } = seasonTrackingFigure(tracking([9, 9, 11]), tracking([0, 5, 15]), "2024-01-08");
    expect(title).toMatch(/error of the weeks is 10% with the season, and 50% without it/);
  });
});
