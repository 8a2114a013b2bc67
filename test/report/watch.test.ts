import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import domino from "domino";
import { describe, expect, it } from "vitest";
import { fit, run, watch } from "../../src/node.ts";
import { WIDE } from "../../src/report/chart.ts";
import { watchedValueFigure, watchFigure } from "../../src/report/figures/watch.ts";
import type { ReportData } from "../../src/report/report-data.ts";
import { stillHolds } from "../../src/report/sections/watch.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";
import { WATCHED } from "./sample-report.ts";

describe("whether the model still holds, on the page", () => {
  it("is the verdict, and rings what lies outside the limits", () => {
    const figure = watchFigure(WATCHED);
    expect(figure.title).toBe(WATCHED.sentence.replace(/\.$/, ""));
    const rings = (checkpoints: typeof WATCHED.checkpoints) =>
      watchFigure({ ...WATCHED, checkpoints })
        .draw(WIDE)
        .querySelectorAll('circle[r="7"]').length;
    expect(rings(WATCHED.checkpoints)).toBe(1);
    expect(rings(WATCHED.checkpoints.slice(0, 1))).toBe(0);
    expect(stillHolds.render({} as ReportData)).toBeUndefined();
  });

  it("shows the limits of the value, rings what lies outside, and says for what they stand", () => {
    const { draw, note, table } = watchedValueFigure(WATCHED)!;
    const drawn = draw(WIDE);
    expect(drawn.querySelectorAll('circle[r="7"]').length).toBe(1);
    expect(drawn.querySelectorAll('[fill="var(--bar)"]').length).toBe(1);
    expect(note).toContain("of the purchases and of their values");
    expect(table!.rows.at(-1)!.at(-1)).toMatchObject({ bounds: { low: 48_000, high: 66_200 } });
  });

  it("is what clv watch says of the model fitted before the split", async () => {
    const folder = temporaryFolder();
    const log = join(folder, "log.csv");
    writeFileSync(log, fewCustomers(60));
    const asked = { unit: "week", model: "bg-nbd" } as const;
    await run(log, { ...asked, until: "1998-06-30", split: "1998-01-01", output: folder, horizon: "1y" });
    const page = domino.createDocument(readFileSync(join(folder, "report.html"), "utf8"));
    const { model } = await fit(log, { ...asked, until: "1997-12-31" });
    const found = await watch(log, { model, until: "1998-06-30" });
    expect(page.querySelector("#watch h3")!.textContent).toBe(found.sentence.replace(/\.$/, ""));
    const numbers = (selector: string) =>
      Array.from<Element>(page.querySelectorAll(selector)).map((element) => Number(element.getAttribute("value")));
    const { actual, expected, low, high } = found.checkpoints.at(-1)!;
    const last = numbers("#watch tr:last-child data");
    expect(last.slice(0, 2)).toEqual([actual, expected]);
    // The page has fewer days, so each of its limits is a little nearer.
    expect(last[2]!).toBeGreaterThanOrEqual(low);
    expect(last[3]!).toBeLessThan(high);
    const { refit, ranking, scores } = found;
    expect(numbers("#still-holds > .scroll data")).toEqual(
      [
        ...[refit.equity!.old, refit.equity!.refit, refit.p],
        ...[ranking?.expected, ranking?.actual, scores.index, scores.p],
      ].filter((value) => value !== undefined),
    );
  });
});
