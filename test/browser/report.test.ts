import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/render-report.ts";
import type { Bounds, CustomerRow, ReportData } from "../../src/report/report-data.ts";
import { HOSTILE, sampleReport } from "../report/sample-report.ts";
import { HAS_CHROMIUM, launchChromium, WHY_SKIPPED } from "./chromium.ts";
import { expectNumbersOf, figuresOf } from "./numbers-on-page.ts";

describe.skipIf(!HAS_CHROMIUM)(`the report in a browser${WHY_SKIPPED}`, () => {
  const data = withManyBars(withMonths(withMoves(withSixDigits(sampleReport()))));
  const figures = figuresOf(data);
  const folder = mkdtempSync(join(tmpdir(), "clv-report-"));
  const file = join(folder, "report.html");
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(file, await renderReport(data));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The page as opened from a mail attachment, with everything it complained about or reached for. */
  async function open(width: number, colorScheme: "light" | "dark"): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== pathToFileURL(file).href) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  for (const [device, width] of [
    ["phone", 390],
    ["desktop", 1280],
  ] as const) {
    for (const scheme of ["light", "dark"] as const) {
      it(`renders on a ${device}, ${scheme}, without a complaint`, async () => {
        const { page, complaints } = await open(width, scheme);
        const wanted = device === "phone" ? "narrow" : "wide";
        expect(await page.$$eval("figure", (all) => all.map((figure) => figure.id))).toEqual(figures);
        for (const id of figures) {
          const shown = await page.$$eval(`#${id} > svg.chart`, (charts) =>
            charts
              .filter((chart) => chart.getClientRects().length > 0)
              .map((chart) => ({
                variant: chart.classList[1],
                name: chart.getAttribute("aria-label"),
                described: document.getElementById(chart.getAttribute("aria-describedby") ?? "")?.textContent,
                ...chart.getBoundingClientRect().toJSON(),
              })),
          );
          expect(shown.map(({ variant }) => variant)).toEqual([wanted]);
          const { name, described, left, right, height } = shown[0] as Record<string, never>;
          expect([name, described].every(Boolean)).toBe(true);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(right).toBeLessThanOrEqual(width);
          expect(height).toBeGreaterThan(100);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
        expect(complaints).toEqual([]);
        await page.context().close();
      });
    }
  }

  for (const scheme of ["light", "dark"] as const) {
    it(`has a contrast of at least 4.5 in ${scheme}`, async () => {
      const { page } = await open(1280, scheme);
      const color = (name: string) =>
        page.evaluate((property) => getComputedStyle(document.documentElement).getPropertyValue(property), name);
      const pairs = [
        ...["--ink", "--muted", "--model", "--alarm"].flatMap((text) => [
          [text, "--paper"],
          [text, "--card"],
        ]),
        ...[0, 1, 2, 3, 4, 5].map((k) => [`--on-shade-${k}`, `--shade-${k}`]),
      ] as [string, string][];
      for (const [text, ground] of pairs) {
        expect(contrast(await color(text), await color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      await page.context().close();
    });
  }

  for (const width of [1280, 1440, 1920]) {
    it(`fits its tables into ${width} px, with six digits and every interval`, async () => {
      const { page } = await open(width, "light");
      const cut = await page.$$eval("main section > .scroll", (tables) =>
        tables.filter((table) => table.scrollWidth > table.clientWidth).map((table) => table.ariaLabel),
      );
      expect(cut).toEqual([]);
      const folded = await page.$$eval("figure > details", (details) =>
        details.flatMap((detail) => {
          detail.setAttribute("open", "");
          const table = detail.querySelector(".scroll")!;
          return table.scrollWidth > table.clientWidth ? [table.ariaLabel] : [];
        }),
      );
      expect(folded).toEqual([]);
      await page.context().close();
    });
  }

  for (const width of [390, 1280]) {
    it(`lets no two labels of a chart collide, and none leave it, at ${width} px`, async () => {
      const { page } = await open(width, "light");
      for (const id of figures) {
        const collisions = await page.$$eval(`#${id} > svg.chart`, (charts) => {
          const shown = charts.find((chart) => chart.getClientRects().length > 0)!;
          // The box of a text that is turned holds more than the text.
          const boxes = [...shown.querySelectorAll("text")]
            .filter((text) => text.textContent !== "" && !text.closest("[transform*=rotate]"))
            .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
          const edge = shown.getBoundingClientRect();
          const outside = boxes.filter(({ box }) => box.left < edge.left - 1 || box.right > edge.right + 1);
          const meet = (a: DOMRect, b: DOMRect) =>
            a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
          const pairs = boxes.flatMap((a, k) =>
            boxes.slice(k + 1).flatMap((b) => (meet(a.box, b.box) ? [`${a.text} | ${b.text}`] : [])),
          );
          return [...pairs, ...outside.map(({ text }) => `${text} leaves the chart`)];
        });
        expect(collisions, id).toEqual([]);
      }
      await page.context().close();
    });
  }

  it("shows the numbers of the JSON", async () => {
    const { page } = await open(1280, "light");
    await expectNumbersOf(data, page);
    await page.context().close();
  });

  it("treats an id that looks like markup as text", async () => {
    const { page, complaints } = await open(1280, "light");
    expect(await page.$$("img, script, iframe, object, [onerror], [style]")).toEqual([]);
    expect(await page.getByText(HOSTILE, { exact: true }).count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("can be read by keyboard alone", async () => {
    const { page } = await open(390, "light");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the report");
    const summary = page.locator("#tracking summary");
    await summary.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("#tracking table").isVisible()).toBe(true);
    await page.context().close();
  });

  it("prints no heading without the first row or paragraph that it announces", async () => {
    const { page } = await open(700, "light");
    await page.emulateMedia({ media: "print" });
    // Columns of the height of a page are broken like pages, and their elements can be measured.
    const parted = await page.evaluate(() => {
      const main = document.querySelector("main")!;
      for (const { id, style } of document.querySelectorAll<HTMLElement>("section")) {
        if (!["best", "slipping", "models", "definitions"].includes(id)) style.display = "none";
      }
      Object.assign(main.style, { columnWidth: "660px", columnFill: "auto", height: "900px" });
      const above = main.insertBefore(document.createElement("div"), main.firstChild);
      const columnOf = (element: Element) => Math.floor(element.getClientRects()[0]!.left / 600);
      const found: string[] = [];
      for (let height = 0; height < 900; height += 10) {
        above.style.height = `${height}px`;
        const tables = [...document.querySelectorAll<HTMLTableElement>("section > .scroll table, #best table")];
        const chains = [
          ...tables.map((table) => {
            const fold = table.closest("details")?.querySelector("summary");
            return [...(fold ? [fold] : []), table.tHead!.rows[0]!, table.tBodies[0]!.rows[0]!];
          }),
          ...[...document.querySelectorAll("#models > h3 + p + .scroll thead tr")].map((head) => {
            const about = head.closest(".scroll")!.previousElementSibling!;
            return [about.previousElementSibling!, about, head];
          }),
          ...[...document.querySelectorAll("dt")].map((term) => [term, term.nextElementSibling!]),
        ].filter((chain) => chain.every((one) => one.getClientRects().length > 0));
        for (const chain of chains) {
          if (new Set(chain.map(columnOf)).size > 1) found.push(`${chain[0]!.textContent} at ${height}`);
        }
      }
      return found;
    });
    expect(parted).toEqual([]);
    await page.context().close();
  });

  it("prints on white with the wide charts, from a screen of any width", async () => {
    const { page } = await open(390, "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    expect(await page.locator("#tracking > svg.wide").isVisible()).toBe(true);
    expect(await page.locator("#tracking > svg.narrow").isVisible()).toBe(false);
    const sizes = await page.$$eval(".notice p", (all) =>
      all.map((p) => Number.parseFloat(getComputedStyle(p).fontSize)),
    );
    expect(Math.max(...sizes)).toBe(sizes[0]);
    await page.context().close();
  });
});

/** Contrast of two #rrggbb colours by WCAG 2.2: (L₁ + .05)/(L₂ + .05) of their relative luminances. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.trim().slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** With the months of a log with a plan, the last of them not complete: money of six digits. */
function withMonths(data: ReportData): ReportData {
  const labels = Array.from({ length: 12 }, (_, k) => `2024-${String(k + 1).padStart(2, "0")}`);
  const series = [
    ["active", "Active customers", "count", 1487],
    ["new", "New customers", "count", 885],
    ["orders", "Orders", "count", 1743],
    ["revenue", "Revenue", "money", 818_411.25],
    ["contribution", "Contribution", "money", 245_523.38],
    ["aov", "Average order value", "money", 469.54],
    ["retentionRate", "Retention", "share", 0.364],
    ["cac", "Acquisition cost per new customer", "money", 10.5],
    ["ltvToCac", "LTV:CAC", "ratio", 64.2],
  ] as const;
  const cells = labels.map((_, at) => ({
    ...{ at, complete: at < 11, retention: 0.3 / (1 + at) },
    ...{ cumulativeRevenue: 400 * (1 + at), cumulativeContribution: 120 * (1 + at) },
  }));
  return {
    ...data,
    months: {
      ...{ period: "month", labels, complete: labels.map((_, k) => k < 11) },
      series: series.map(([key, title, kind, value]) => ({ key, title, kind, values: labels.map(() => value) })),
      cohorts: labels.map((cohort, k) => ({ cohort, customers: 885, cac: 10.5, cells: cells.slice(0, 12 - k) })),
      average: { cohort: "all", customers: 885, cells },
    },
  };
}

/** With the chapter on moves: the longest names, and flows far from what was expected on both sides. */
function withMoves(data: ReportData): ReportData {
  const names = ["champions", "potential loyal", "need attention", "cannot lose", "hibernating"];
  const share = { low: 0.1, high: 0.3 };
  const pairs = names.flatMap((_, from) => names.map((_, to) => ({ from, to })));
  return {
    ...data,
    moves: {
      ...{ period: "month", from: "2024-05", to: "2024-06", customers: [400, 100, 80, 30, 900], known: 1510 },
      segments: names.map((name) => ({ name, rule: "all" })),
      rates: pairs.map((pair, k) => ({ ...pair, customers: 20 + k, of: 300, rate: (20 + k) / 300, ...share })),
      flows: pairs.slice(0, 12).map((pair, k) => ({
        ...pair,
        ...{ customers: 200 + (k % 2 ? 95 : -95) + k, expected: 200, low: 180, high: 220 },
        ...{ p: 0.001, adjusted: 0.004, significant: k < 9 },
      })),
      ...{ misplaced: { model: 72, chain: 94 }, signs: [], signKinds: [] },
    },
  };
}

/** With as many bars of repeat purchases as customers who buy often have. */
function withManyBars(data: ReportData): ReportData {
  const bins = Array.from({ length: 26 }, (_, x) => ({
    ...{ label: x === 25 ? "25+" : String(x), from: x, to: x === 25 ? undefined : x },
    ...{ actual: 900 - 30 * x, expected: 880.5 - 29 * x },
  }));
  return { ...data, goodness: { ...data.goodness, purchases: { ...data.goodness.purchases, bins } } };
}

/** The report of a shop with larger sums: six digits in every table of customers. */
function withSixDigits(data: ReportData): ReportData {
  const bounds = ({ low = 0, high = 0 }: Bounds) => ({ low: 1000 * low, high: 1000 * high });
  const value = (row: CustomerRow) =>
    row.value && {
      value: 1000 * row.value.value,
      ...(row.value.estimate && { estimate: bounds(row.value.estimate) }),
      ...(row.value.outcome && { outcome: bounds(row.value.outcome) }),
    };
  const enlarged = <Row extends CustomerRow>(row: Row): Row => ({ ...row, value: value(row) });
  return {
    ...data,
    worthMost: data.worthMost.map(enlarged),
    slipping: {
      ...data.slipping,
      rows: data.slipping.rows.map((row) => ({
        ...enlarged(row),
        lost: 5000 * row.lost,
        lostEstimate: bounds(row.lostEstimate!),
      })),
    },
  };
}
