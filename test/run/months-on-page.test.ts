import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import domino from "domino";
import { expect, it } from "vitest";
import { kpi, run } from "../../src/node.ts";
import { fewCustomers, temporaryFolder } from "../support/clv.ts";

const COSTS = { margin: 0.3, costPerOrder: 4, acquisitionCost: 20 } as const;

it("the page of a run has the contribution, the CAC and LTV:CAC of clv kpi where a plan of costs is given", async () => {
  const folder = temporaryFolder();
  const log = join(folder, "log.csv");
  writeFileSync(log, fewCustomers(60));
  const asked = { ...COSTS, until: "1998-06-30", discountRate: 0.1, horizon: "1y" } as const;
  const { model } = await run(log, { ...asked, unit: "week", model: "bg-nbd", output: folder });
  const { series } = await kpi(log, { ...asked, model });
  const page = domino.createDocument(readFileSync(join(folder, "report.html"), "utf8"));
  const texts = (selector: string) => Array.from<Element>(page.querySelectorAll(selector));
  const heads = texts("#months-series th[scope=col]").map(({ textContent }) => textContent);
  const rows = texts("#months-series tbody tr");
  expect(rows).toHaveLength(series.labels.length);
  for (const [title, column] of [
    ["Contribution", series.contribution!],
    ["Acquisition cost per new customer", series.cac!],
    ["LTV:CAC", series.ltvToCac!],
  ] as const) {
    const at = heads.indexOf(title);
    expect(at).toBeGreaterThan(0);
    const shown = rows.map((row) =>
      Number(row.children[at]!.querySelector("data")?.getAttribute("value") ?? Number.NaN),
    );
    // The customers are added up in another order than their histories.
    shown.forEach((value, k) => {
      if (Number.isNaN(column[k]!)) expect(value).toBeNaN();
      else expect(Math.abs(value - column[k]!)).toBeLessThan(1e-9 * Math.max(1, Math.abs(column[k]!)));
    });
  }
  const curves = page.querySelector("#cohort-curves")!.textContent!;
  expect(curves).toContain("after costs");
  expect(curves).toContain("mean cost of winning a customer, 20.0");
});
