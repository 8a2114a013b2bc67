import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Bounds, Quantity, ReportData } from "../../src/report/report-data.ts";

type Numbers = readonly (number | undefined)[];

/** What every figure of a whole report shows, from the data it was drawn from; by anchor, in the order of the page. */
const SHOWN: Readonly<Record<string, (data: ReportData) => Numbers>> = {
  // Its numbers are those of the table below it.
  "slipping-figure": () => [],
  "surface-alive": ({ surface }) => grid(surface.frequency, surface.probabilityAlive),
  "surface-purchases": ({ surface }) => grid(surface.frequency, surface.expectedPurchases),
  tracking: ({ validation }) => validation!.tracking.steps.flatMap(both),
  "tracking-cumulative": ({ validation }) =>
    validation!.tracking.steps.flatMap((step) => [step.actualCumulative, step.expectedCumulative]),
  "calibration-frequency": ({ validation }) =>
    validation!.purchases.byFrequency.flatMap((bin) => [bin.customers, ...both(bin)]),
  "calibration-silence": ({ validation }) =>
    validation!.purchases.bySilence.slice(1).flatMap((bin) => [bin.customers, ...both(bin)]),
  returns: ({ validation }) =>
    validation!.returns.flatMap((bin) => [
      bin.customers,
      bin.returned,
      bin.returned / bin.customers,
      bin.share.low,
      bin.share.high,
      bin.expected,
      bin.alive,
    ]),
  gain: ({ validation }) => validation!.value!.gain.flatMap(({ model, perfect }) => [model, perfect]),
  repeats: ({ goodness }) => goodness.purchases.bins.flatMap(both),
  spend: ({ goodness }) => goodness.spend!.bins.flatMap(both),
  independence: ({ goodness }) =>
    goodness.independence!.bins.flatMap((bin) => [bin.customers, bin.low, bin.median, bin.high, bin.mean]),
  concentration: ({ concentration }) => concentration.top.map(({ share }) => share),
  worth: ({ concentration }) => concentration.bins.map(({ customers }) => customers),
  "path-figure": ({ path }) => path!.points.map(({ probabilityAlive }) => probabilityAlive),
};

/** The anchors of the figures of a report on a log with values and a split, in the order of the page. */
export function figuresOf({ goodness, months, moves, value, watched }: ReportData): string[] {
  const shown = Object.keys(SHOWN);
  const afterSlipping = shown.indexOf("slipping-figure") + 1;
  const afterTracking = shown.indexOf("tracking-cumulative") + 1;
  return [
    ...shown.slice(0, afterSlipping),
    ...(value ? ["payback", "ltv-cac", "tiers", "sensitivity"] : []),
    ...(months ? ["months-series", "cohorts", "cohort-curves"] : []),
    ...(moves ? ["moves-map", "moves-flows"] : []),
    ...shown.slice(afterSlipping, afterTracking),
    ...(watched ? ["watch", "watch-value"] : []),
    ...shown.slice(afterTracking),
    ...goodness.heterogeneity.map(({ name }) => `heterogeneity-${name}`),
  ];
}

/** Holds every number on the page to the data, to the last bit: all of them, in their order, and no other. */
export async function expectNumbersOf(data: ReportData, page: Page): Promise<void> {
  const numbers = (selector: string): Promise<number[]> =>
    page.$$eval(`${selector} data`, (elements) =>
      elements.map((element) => Number((element as HTMLDataElement).value)),
    );
  const { headline, reading, base, validation, goodness, models } = data;
  expect(await numbers("#purchases")).toEqual(quantity(headline.purchases));
  expect(await numbers("#equity")).toEqual(quantity(headline.equity!));
  expect(await numbers("#alive")).toEqual(quantity(headline.aliveAgain));
  expect(await numbers("#reading")).toEqual([
    ...[reading!.rows, reading!.value, reading!.purchases, reading!.purchasesValue].filter((n) => n !== undefined),
    ...reading!.leftOut.flatMap(({ rows, value }) => (value === undefined ? [rows] : [rows, value])),
    base.customers,
    base.repeatBuyers,
    base.repeatPurchases,
    ...(reading!.rejected ?? []).flatMap(({ rows, value }) => (value === undefined ? [rows] : [rows, value])),
  ]);
  expect(await numbers("#best")).toEqual(
    data.worthMost.flatMap((row) => [
      row.rank,
      row.value!.value,
      ...bounds(row.value!.outcome),
      ...bounds(row.value!.estimate),
      row.probabilityAlive,
      row.expectedPurchases,
      row.expectedSpend,
      row.frequency,
    ]),
  );
  expect(await numbers("#slipping")).toEqual(
    data.slipping.rows.flatMap((row) => [
      row.rank,
      row.probabilityAliveBefore,
      row.probabilityAlive,
      ...bounds(row.aliveEstimate),
      row.lost,
      ...bounds(row.lostEstimate),
      row.value!.value,
      row.frequency,
    ]),
  );
  for (const [id, shown] of Object.entries(SHOWN)) expect(await numbers(`#${id}`), id).toEqual(shown(data));
  for (const { name, points } of goodness.heterogeneity) {
    expect(await numbers(`#heterogeneity-${name}`), name).toEqual(points.flatMap((p) => [p.value, p.density]));
  }
  expect(await numbers("#calibration > .scroll")).toEqual(
    [...validation!.purchases.predictors, ...validation!.value!.predictors]
      .flatMap((p) => [p.total, p.totalError, p.mae, p.rmse, p.rankCorrelation, p.gini, p.topDecileFound])
      .filter((value) => value !== undefined),
  );
  expect(await numbers("#calibration > details")).toEqual(
    validation!.value!.deciles.flatMap((d) => [d.decile, d.customers, d.expected, d.actual, d.lift]),
  );
  expect(await numbers("#models > .scroll")).toEqual(
    models
      .flatMap(({ parameters }) =>
        parameters.flatMap(({ value, standardError, interval }) => [value, standardError, ...bounds(interval)]),
      )
      .filter((value) => value !== undefined),
  );
}

function both({ actual, expected }: { readonly actual: number; readonly expected: number }): number[] {
  return [actual, expected];
}

function grid(frequency: readonly number[], values: readonly (readonly number[])[]): number[] {
  return frequency.flatMap((x, row) => [x, ...values[row]!]);
}

function quantity({ value, estimate, outcome }: Quantity): number[] {
  return [value, ...bounds(estimate), ...bounds(outcome)];
}

function bounds(ends: Bounds | undefined): number[] {
  return [ends?.low, ends?.high].filter((end) => end !== undefined);
}
