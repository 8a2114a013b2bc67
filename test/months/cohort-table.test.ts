import { describe, expect, it } from "vitest";
import { periodsOf } from "../../src/data/periods.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { type CohortClock, countCohorts, countFirstDays } from "../../src/months/cohort-counts.ts";
import { type CohortCosts, cohortTable } from "../../src/months/cohort-table.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figures, figuresJson } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");
const COSTS: CohortCosts = { termsOf: () => ({ s: 0.3, k: 4 }), cacOf: () => 20 };

async function tableOf(text: string, clock: CohortClock, bounds: { readonly until?: string } = {}) {
  const log = await readLog(text);
  const { purchases, observation } = purchasesOf(log, bounds);
  const from = purchases.start.reduce((least, at) => Math.min(least, at));
  const periods = periodsOf("month", { from, end: observation.end }, { grain: "day" }, log.zone);
  const counts = countCohorts(purchases, log.zone, { ...periods, clock, grain: "day" });
  return cohortTable(counts, clock, periods, countFirstDays(purchases, "day", log.zone), COSTS);
}

/** Holds a cell to a figure of ten digits; an empty figure is an absent number, which is not 0. */
function expectFigure(got: number | undefined, text: string, what: string): void {
  if (text === "") expect(got, what).toBeUndefined();
  else if (Number(text) === 0) expect(got, what).toBe(0);
  else expect(Math.abs(got! / Number(text) - 1), what).toBeLessThan(1e-9);
}

describe.skipIf(sample === undefined)("the cohorts of CDNOW", () => {
  const text = () => new TextDecoder().decode(sample);

  it("by calendar are those of the reference; cells not lived are empty", async () => {
    const { cells, cohorts } = await tableOf(text(), "calendar");
    expect(cohorts.map(({ cohort, customers }) => [cohort, customers])).toStrictEqual([
      ["1997-01", 781],
      ["1997-02", 857],
      ["1997-03", 719],
    ]);
    const all = cells.flat();
    const rows = figures("cdnow-cohorts-calendar-month");
    expect(all).toHaveLength(rows.length);
    rows.forEach((row, k) => {
      const cell = all[k]!;
      const what = `${row["cohort"]} ${row["month"]}`;
      expect([cell.cohort.cohort, String(cell.at)]).toStrictEqual([row["cohort"], row["month"]]);
      for (const name of ["active", "retention", "orders", "revenue"] as const) {
        expectFigure(cell[name], row[name]!, `${what} ${name}`);
      }
      expectFigure(cell.cumulativeRevenue, row["cum_revenue_per_customer"]!, what);
      expectFigure(cell.boughtAgain, row["cum_repeat_share"]!, what);
    });
  });

  it("by age count only customers who lived the whole window", async () => {
    const { cells } = await tableOf(text(), "age");
    const all = cells.flat();
    const rows = figures("cdnow-cohorts-age-30d");
    expect(all).toHaveLength(rows.length);
    rows.forEach((row, k) => {
      const cell = all[k]!;
      expect([cell.cohort.cohort, String(cell.at)]).toStrictEqual([row["cohort"], row["window"]]);
      expect(cell.eligible).toBe(Number(row["eligible"]));
      if (cell.eligible > 0) {
        expect(cell.active).toBe(Number(row["active"]));
        expectFigure(cell.retention, row["retention"]!, `${row["cohort"]} ${row["window"]}`);
        expect(cell.complete).toBe(row["whole_cohort"] === "True");
      } else expect(cell.active).toBeUndefined();
    });
  });
});

describe("the cohorts of four customers, by hand", () => {
  const { kpi_small } = figuresJson<{
    kpi_small: { log: [string, string, number][]; cohort: Record<string, (string | null)[]> };
  }>("worked-examples");
  const text = `customer,date,value\n${kpi_small.log.map((row) => row.join(",")).join("\n")}\n`;

  it("are those of the reference", async () => {
    const { cells, average } = await tableOf(text, "calendar", { until: "2024-03-31" });
    const shares = cells.map((row) =>
      row.map(({ active, eligible }) => (active === undefined ? null : `${active}/${eligible}`)),
    );
    expect(shares).toStrictEqual(Object.values(kpi_small.cohort));
    // Month 1: one of two and none of one; month 2: two of two, and no other customer reached it.
    expect(average.map(({ active, eligible }) => [active, eligible])).toStrictEqual([
      [4, 4],
      [1, 3],
      [2, 2],
    ]);
    // a spent 10, 20, 10 and b 30, 0, 15, of which 0.3 is left, less 4 an order.
    expect(cells[0]!.map(({ cumulativeContribution }) => cumulativeContribution)).toStrictEqual([
      (0.3 * 40 - 8) / 2,
      (0.3 * 40 - 8) / 2 + (0.3 * 20 - 4) / 2,
      (0.3 * 40 - 8) / 2 + (0.3 * 20 - 4) / 2 + (0.3 * 25 - 8) / 2,
    ]);
  });

  it("leave a cell of a period that is not over out of the averages", async () => {
    const { cells, average } = await tableOf(text, "calendar");
    expect(cells.map((row) => row.map(({ complete }) => complete))).toStrictEqual([
      [true, true, false],
      [true, false, false],
      [false, false, false],
    ]);
    expect(average[2]).toStrictEqual({
      cohort: { cohort: "all", customers: 4 },
      ...{ at: 2, eligible: 0, complete: false },
    });
  });
});
