import { describe, expect, it } from "vitest";
import { periodClock } from "../../src/data/periods.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { seeded } from "../../src/random/seeded.ts";
import { chainForecast } from "../../src/segments/chain-forecast.ts";
import { countRuns } from "../../src/segments/count-runs.ts";
import { movesOfRuns } from "../../src/segments/moves.ts";
import { layScheme } from "../../src/segments/scheme.ts";
import { BLOCKS } from "../../src/segments/state.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");
const JANUARY = periodClock("month").indexOf(Date.UTC(1997, 0, 1));
type Cuts = readonly (readonly [number, number | null])[];
const FREQUENCIES: Cuts = [
  [1, 1],
  [2, 3],
  [4, null],
];
const recencies = (cap: number): Cuts =>
  Array.from({ length: cap + 1 }, (_, r): readonly [number, number | null] => [r, r < cap ? r : null]);
const crossed = (bands: Cuts, orders: Cuts = [[0, null]], window?: number) =>
  layScheme({
    ...{ name: "crossed", ...(window && { window }) },
    segments: bands.flatMap((recency) =>
      orders.map((range) => ({ name: `${recency} ${range}`, recency, orders: range })),
    ),
  });
const SCHEMES: Record<string, () => ReturnType<typeof layScheme>> = {
  "recency0-3 x cumF": () => crossed(recencies(3), FREQUENCIES),
  "recency0-6 x cumF": () => crossed(recencies(6), FREQUENCIES),
  "recency0-8 x cumF": () => crossed(recencies(8), FREQUENCIES),
  "recency only 0-3": () => crossed(recencies(3)),
  "recency only 0-6": () => crossed(recencies(6)),
  "recency only 0-8": () => crossed(recencies(8)),
};
const rows = figures("cdnow-chain-schemes-holdout").map((row) => {
  const [name, from] = row["states"]!.split(" from ");
  return { name: name!, from: Number(from), orders: Number(row["orders"]), revenue: Number(row["revenue"]) };
});

describe.skipIf(sample === undefined)("the chain of CDNOW to September 1997, nine months on", async () => {
  const log = await readLog(new TextDecoder().decode(sample));
  const { purchases } = purchasesOf(log, { grain: "day" });

  it.each(rows.filter(({ name }) => name in SCHEMES))("forecasts $orders orders by $name from $from", (row) => {
    const scheme = SCHEMES[row.name]!();
    const question = { ...scheme, period: "month", grain: "day", until: JANUARY + 8 } as const;
    const runs = countRuns(purchases, log.zone, question);
    const moves = movesOfRuns(runs, scheme, JANUARY + row.from, 9 - row.from, BLOCKS);
    const { totalOrders, totalWorth } = chainForecast(moves, 9, 0.9, seeded(1));
    // The reference shows 8 digits.
    expect(Math.abs(totalOrders.total / row.orders - 1)).toBeLessThan(1e-7);
    expect(Math.abs(totalWorth.total / 1e6 / row.revenue - 1)).toBeLessThan(1e-7);
  });
});
