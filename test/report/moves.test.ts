import { describe, expect, it } from "vitest";
import { NARROW, WIDE } from "../../src/report/chart.ts";
import { flowsFigure, movesFigure } from "../../src/report/figures/moves.ts";
import type { ReportData } from "../../src/report/report-data.ts";
import { moves, signs } from "../../src/report/sections/moves.ts";
import type { ShownMoves } from "../../src/segments/on-page.ts";

const rate = { low: 0.1, high: 0.3 };
const flow = { low: 4, high: 16, p: 0.4, adjusted: 0.5, significant: false };
const SHOWN: ShownMoves = {
  ...{ period: "month", from: "2024-05", to: "2024-06", customers: [40, 10], known: 50 },
  segments: [
    { name: "loyal", rule: "all" },
    { name: "<b>gone</b>", rule: "others" },
  ],
  rates: [
    { from: 0, to: 0, customers: 80, of: 100, rate: 0.8, ...rate },
    { from: 0, to: 1, customers: 20, of: 100, rate: 0.2, ...rate },
    { from: 1, to: 1, customers: 9, of: 9, rate: 1, ...rate },
  ],
  flows: [
    { from: 0, to: 0, customers: 31, expected: 38, ...flow },
    { from: 0, to: 1, customers: 19, expected: 10, ...flow, p: 0.001, adjusted: 0.004, significant: true },
    { from: 1, to: 0, customers: 0, expected: 0.2, low: 0, high: 1, significant: false },
  ],
  misplaced: { model: 7.2, chain: 9 },
  signs: [
    {
      sign: "silent",
      customer: "<i>7</i>",
      p: 0.0002,
      significant: true,
      atStake: 55,
      probabilityOfPurchase: 0.4,
      gap: 90,
      usualGap: 9,
    },
    {
      sign: "burst",
      customer: "8",
      p: 0.04,
      significant: false,
      atStake: 12,
      probabilityOfPurchase: 0.9,
      purchases: 5,
    },
  ],
  signKinds: [
    { sign: "silent", tested: 30, customers: 1, significant: 1, earlier: { customers: 4, boughtSince: 3 } },
    { sign: "burst", tested: 50, customers: 1, significant: 0 },
  ],
};
const data = { moves: SHOWN, worth: "value" } as unknown as ReportData;
const html = (section: typeof moves): string => {
  const content = section.render(data);
  return [content]
    .flat()
    .map((node) => (node as HTMLElement).outerHTML)
    .join("");
};

it("says of what time signs and segments are, and that their values have no margin", () => {
  const text = (margin: number) =>
    [signs.render({ ...data, margin } as ReportData)]
      .flat()
      .map((node) => (node as HTMLElement).textContent)
      .join(" ");
  expect(text(1)).toContain("As of the end of 2024-06, the last whole month.");
  expect(text(1)).not.toContain("margin");
  expect(text(0.6)).toContain("before the margin of 60%");
  expect(html(moves)).toContain("Customers at the end of 2024-06");
});

describe("the moves on the page", () => {
  it("show shares of enough customers, and name flows beyond chance alone", () => {
    const map = movesFigure(SHOWN);
    expect(map.title).toBe("80% of loyal, the largest segment, stay there for another month");
    expect(map.draw(WIDE).textContent).toContain("80");
    expect(map.draw(NARROW).textContent).not.toContain("100");
    const flows = flowsFigure(SHOWN);
    expect(flows.title).toBe("From 2024-05 to 2024-06, 1 of 2 flows differed by more than chance");
    expect(flows.note).not.toContain("random sample");
    expect(flowsFigure({ ...SHOWN, of: 200_000 }).note).toContain("a random sample of the 200,000 customers");
    expect(flows.draw(WIDE).textContent).toContain("loyal → <b>gone</b>");
    expect(flows.draw(WIDE).textContent).not.toContain("loyal → loyal");
  });

  it("stay text, and say how many came back by themselves", () => {
    expect(html(moves)).not.toContain("<b>gone");
    const found = html(signs);
    expect(found).not.toContain("<i>7");
    expect(found).toContain(
      "Of the 4 on the same list one month earlier, 3 (75%) have bought since then, without any action.",
    );
    expect(signs.render({} as ReportData)).toBeUndefined();
    expect(moves.render({} as ReportData)).toBeUndefined();
  });
});
