import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { nbd } from "../../models/nbd/nbd.ts";
import { buildSurface } from "../../src/report/build/surface.ts";
import { silenceFigure } from "../../src/report/figures/calibration.ts";
import { aliveSurfaceFigure, purchasesSurfaceFigure } from "../../src/report/figures/surface.ts";
import { longSilent } from "../../src/report/silence.ts";
import { baseOf } from "./build/base-of.ts";
import { sampleReport } from "./sample-report.ts";

const theta = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

it("dates a silence back from the split, not from the end of the log", () => {
  const validation = sampleReport().validation!;
  const told = /, since ([^,]+) or earlier/.exec(silenceFigure(validation).note)![1]!;
  const days = (Date.parse(validation.split) - Date.parse(`${told} UTC`)) / 86_400_000;
  expect(Math.abs(days - 7 * longSilent(validation)!.from)).toBeLessThanOrEqual(1);
});

it("does not speak of the last purchase where it makes no difference", () => {
  const base = baseOf([
    [0, 0, 52],
    [2, 20, 52],
    [7, 40, 52],
  ]);
  const none = buildSurface(base, nbd, { r: 0.5, alpha: 7 }, 52);
  expect(purchasesSurfaceFigure(none, "week", "year").title).toMatch(
    /^A customer with \d repeat purchases is expected to buy [\d.]+ times in the next year, regardless of the time of the last purchase$/,
  );
  expect(purchasesSurfaceFigure(buildSurface(base, bgNbd, theta, 52), "week", "year").title).toContain("just now");
});

describe("the surface of long ages", () => {
  it.each([9, 95, 999, 1001, 2100, 34_000, 2_500_000])("speaks of silence in numbers at T = %d", (T) => {
    const base = baseOf([
      [0, 0, T],
      [2, T / 3, T],
      [7, T / 2, T],
    ]);
    const surface = buildSurface(base, bgNbd, theta, T);
    const figures = [aliveSurfaceFigure(surface, "hour"), purchasesSurfaceFigure(surface, "hour", "1 year")];
    for (const { title, note, table } of figures)
      expect(JSON.stringify([title, note, table])).not.toMatch(/NaN|Infinity/);
    const [, told] = /^After ([\d,.]+) hours? of silence/.exec(figures[0]!.title)!;
    const silence = T - surface.recency[Math.floor((surface.recency.length - 1) / 2)]!;
    expect(Math.abs(+told!.replaceAll(",", "") / silence - 1)).toBeLessThan(0.05);
  });
});
