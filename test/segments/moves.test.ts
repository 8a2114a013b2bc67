import { describe, expect, it } from "vitest";
import { periodClock } from "../../src/data/periods.ts";
import { purchasesOf } from "../../src/data/purchases.ts";
import { countRuns } from "../../src/segments/count-runs.ts";
import { movesOfRuns } from "../../src/segments/moves.ts";
import { BLOCKS } from "../../src/segments/state.ts";
import { readLog, sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";
import { REFERENCE } from "./reference-schemes.ts";

const sample = sharedData("cdnow-sample.csv");
const months = periodClock("month");
const JANUARY = months.indexOf(Date.UTC(1997, 0, 1));

describe.skipIf(sample === undefined)("the segments of CDNOW by month", async () => {
  const log = await readLog(new TextDecoder().decode(sample));
  const { purchases } = purchasesOf(log, { grain: "day" });

  it.each(Object.entries(REFERENCE))("move by %s as in the reference", (name, scheme) => {
    const question = { ...scheme, period: "month", grain: "day", until: JANUARY + 17 } as const;
    const runs = countRuns(purchases, log.zone, question);
    const moves = movesOfRuns(runs, scheme, JANUARY, 18, BLOCKS);
    const names = scheme.segments.map((segment) => segment.name);
    const size = names.length;
    const monthOf = (label: string): number => Number(label.slice(5)) + 12 * (Number(label.slice(0, 4)) - 1997) - 1;
    const expected = {
      snapshots: moves.snapshots.map(() => 0),
      counts: moves.counts.map(() => 0),
      entries: moves.entries.map(() => 0),
    };
    for (const row of figures(`cdnow-snapshots-${name}`)) {
      for (const [k, segment] of names.entries())
        expected.snapshots[monthOf(row["period"]!) * size + k] = Number(row[segment]);
    }
    const place = (label: string): number => names.indexOf(label);
    for (const row of figures(`cdnow-transition-counts-${name}`)) {
      expected.counts[(monthOf(row["from_period"]!) * size + place(row["from"]!)) * size + place(row["to"]!)] = Number(
        row["count"],
      );
    }
    // Where the reference has no entries, they are what the moves leave of the next snapshot.
    for (const row of name === "recency6xF" ? [] : figures(`cdnow-entries-${name}`)) {
      expected.entries[monthOf(row["period"]!) * size + place(row["to"]!)] = Number(row["entered"]);
    }
    expect(moves.snapshots).toStrictEqual(expected.snapshots);
    expect(moves.counts).toStrictEqual(expected.counts);
    if (name !== "recency6xF") expect(moves.entries).toStrictEqual(expected.entries);
    const arrived = moves.entries.slice();
    moves.counts.forEach((n, k) => {
      arrived[size * (1 + Math.floor(k / size ** 2)) + (k % size)] += n;
    });
    expect(arrived).toStrictEqual(moves.snapshots);
  });
});
