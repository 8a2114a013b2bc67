import { describe, expect, it } from "vitest";
import { evidenceBefore, groupAtFault } from "../../src/validate/cause.ts";

/** Weeks of 100 expected purchases each, with factors on what was bought. */
function tracking(factor: (week: number) => number, splitAt = 104, weeks = 130) {
  const steps = Array.from({ length: weeks }, (_, k) => ({
    step: k + 1,
    actual: 100 * factor(k + 1),
    expected: 100,
    actualCumulative: 0,
    expectedCumulative: 0,
  }));
  return { days: 7, from: "2022-01-03", splitAt, steps };
}

describe("what lies behind a total that is off", () => {
  it("is a season where the same weeks a year before were off alike", () => {
    const season = (week: number) => (week > 104 || (week > 52 && week <= 78) ? 1.4 : 1);
    expect(evidenceBefore(tracking(season))).toMatch(
      /^A season shows: .* bought 40 % more than the model says as well$/,
    );
  });

  it("is a change of buying where the last weeks before the split were off alike", () => {
    const change = (week: number) => (week > 85 ? 0.7 : 1);
    expect(evidenceBefore(tracking(change))).toMatch(/^Buying had changed before the split: .* 2\d % less/);
  });

  it("is neither without evidence, and never on the other side", () => {
    const sudden = (week: number) => (week > 104 ? 1.4 : 1);
    expect(evidenceBefore(tracking(sudden))).toMatch(/^No season and no change .* explains the difference$/);
    const opposite = (week: number) => (week > 104 ? 1.4 : week > 52 ? 0.6 : 1);
    expect(evidenceBefore(tracking(opposite))).toMatch(/^No season and no change/);
  });

  it("is a season where the holdout is longer than a year: each of its weeks is held against a week before the split", () => {
    // The second year of the holdout is one quarter, the one in which little is bought.
    const season = (week: number) => (week % 52 > 0 && week % 52 <= 13 ? 0.2 : 1);
    const { steps, ...about } = tracking((week) => (week > 104 ? season(week) - 0.1 : season(week)), 104, 169);
    expect(evidenceBefore({ ...about, steps })).toMatch(/^A season shows: .* bought 32 % less than the model says/);
  });

  it("is a change where purchases fell faster from year to year than the model says, which a season does not hide", () => {
    // Each year brings 80 % of the year before, in a season that alone makes the last weeks look right.
    const falling = (week: number) => 1.25 * 0.8 ** Math.floor((week - 1) / 52) * ((week - 1) % 52 >= 26 ? 1.2 : 0.8);
    expect(evidenceBefore(tracking(falling, 104, 208))).toBe(
      "Buying had changed before the split. From the last year but one to the last, purchases changed by −20 %, and by 0 % in the model",
    );
  });

  it("is no change where the last weeks before the split are off in every year", () => {
    const trough = (week: number) => (week > 104 ? 0.7 : (week - 1) % 52 >= 26 ? 0.7 : 1.3);
    expect(evidenceBefore(tracking(trough))).toMatch(/^No season and no change/);
  });

  it("may be a season where no year lies before the split, which is said", () => {
    const sudden = (week: number) => (week > 39 ? 1.4 : 1);
    const { steps, ...about } = tracking(sudden, 39);
    expect(evidenceBefore({ ...about, steps: steps.slice(0, 52) })).toBe(
      "The log begins too late to show a season, and no change in the weeks before the split explains the difference",
    );
  });

  it("names the group that holds most of the difference", () => {
    const bin = (to: number, customers: number, expected: number, actual: number) => ({
      label: String(to),
      from: to,
      to,
      customers,
      expected,
      actual,
    });
    const total = { actual: 100, expected: 200, outcome: { low: 190, high: 210 } };
    expect(groupAtFault({ byFrequency: [bin(0, 90, 1, 0.5), bin(1, 10, 6.6, 1.1)], total })).toBe(
      "The customers with 1 repeat purchase (10 % of all) account for 55 % of the difference",
    );
    expect(groupAtFault({ byFrequency: [0, 1, 2, 3].map((x) => bin(x, 25, 2, 1)), total })).toBeUndefined();
  });
});
