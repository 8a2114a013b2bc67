import { createHash } from "node:crypto";
import domino from "domino";
import { describe, expect, it } from "vitest";
import { h } from "../../src/report/dom.ts";
import { renderReport } from "../../src/report/render-report.ts";
import type { ReportData } from "../../src/report/report-data.ts";
import { best } from "../../src/report/sections/best.ts";
import { cautions } from "../../src/report/sections/cautions.ts";
import { alivePath } from "../../src/report/sections/charts.ts";
import { headline } from "../../src/report/sections/headline.ts";
import { models } from "../../src/report/sections/models.ts";
import type { Section } from "../../src/report/sections/section.ts";
import { slipping as slippingChapter } from "../../src/report/sections/slipping.ts";
import { value as earnings } from "../../src/report/sections/value.ts";
import { HOSTILE, sampleReport } from "./sample-report.ts";

const html = await renderReport(sampleReport());
const page = domino.createDocument(html);

/** The elements a selector finds, as an array: the lists of this DOM are not iterable. */
function all(parent: ParentNode, selector: string): Element[] {
  return Array.from(parent.querySelectorAll(selector));
}

/** One chapter of the page, which takes a tenth of the time of all. */
function chapterOf(section: Section, data: ReportData): HTMLElement {
  return h("section", { id: section.id }, section.render(data));
}

/** The sample without what a log with values and a split gives it. */
function bare(): ReportData {
  const { reading: _, validation: __, path: ___, value: ____, watched: ________, ...rest } = sampleReport();
  const { spend: _____, independence: ______, ...goodness } = rest.goodness;
  const { equity: _______, ...headline } = rest.headline;
  const plain = <Row extends ReportData["worthMost"][number]>({ value: _, expectedSpend: __, ...row }: Row) =>
    row as Row;
  return {
    ...rest,
    goodness,
    headline,
    worth: "purchases",
    worthMost: rest.worthMost.map(plain),
    slipping: { ...rest.slipping, rows: rest.slipping.rows.map(plain) },
  };
}

describe("the report", () => {
  it("is whole by itself: no script, no style attribute, nothing to fetch", () => {
    expect(page.querySelectorAll("script, link, img, iframe, object, embed, [style], [src]")).toHaveLength(0);
    expect(html).not.toMatch(/https?:|url\(|@import/);
    expect(all(page, "a").every((a) => a.getAttribute("href")?.startsWith("#"))).toBe(true);
  });

  it("speaks of no value where the log has none", () => {
    expect(page.querySelector("#headline")!.textContent).toMatch(/purchases and value instead/);
    expect(chapterOf(headline, bare()).textContent).toMatch(/expected purchases instead/);
    const list = chapterOf(best, bare()).textContent;
    expect(list).toMatch(/purchases/);
    expect(list).not.toMatch(/highest value|the estimate is/);
  });

  it("draws the interval of P(alive) now for each customer slipping away, where it is known", () => {
    const figure = page.querySelector("#slipping-figure")!;
    expect(figure.querySelector(".legend")!.textContent).toMatch(/Estimate of now, 90\s?% interval/);
    const bands = (of: Element) => all(of, 'svg g[stroke="var(--bar)"] path').length;
    // Two charts, wide and narrow, of ten customers each.
    expect(bands(figure)).toBe(20);
    const { slipping, ...rest } = sampleReport();
    const rows = slipping.rows.map(({ aliveEstimate: _, lostEstimate: __, ...row }) => row);
    const plain = chapterOf(slippingChapter, { ...rest, slipping: { ...slipping, rows } });
    const without = plain.querySelector("#slipping-figure")!;
    expect(bands(without)).toBe(0);
    expect(without.querySelector(".legend")!.textContent).not.toMatch(/interval/);
  });

  it("allows its one style sheet by hash and nothing else", () => {
    const styles = page.querySelectorAll("style");
    expect(styles).toHaveLength(1);
    const hash = createHash("sha256").update(styles[0]!.textContent!).digest("base64");
    expect(page.querySelector("meta[http-equiv=Content-Security-Policy]")!.getAttribute("content")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it("keeps text from the data text, wherever it stands", async () => {
    const hostile = "</title></style><script>alert(1)</script>\"'&";
    const data = sampleReport();
    const document = domino.createDocument(
      await renderReport({
        ...data,
        subject: hostile,
        title: hostile,
        writtenBy: hostile,
        reading: { ...data.reading!, leftOut: [{ what: hostile, rows: 1 }], notes: [hostile] },
        models: data.models.map((model) => ({ ...model, title: hostile, message: hostile })),
      }),
    );
    expect(document.querySelectorAll("script")).toHaveLength(0);
    expect(document.querySelectorAll("style")).toHaveLength(1);
    expect(document.title).toContain(hostile);
    expect(document.querySelector("h1")!.textContent).toBe(hostile);
    expect(all(page, "#best bdi").map((cell) => cell.textContent)).toContain(HOSTILE);
  });

  it("shows control characters of an id instead of obeying them", () => {
    const data = sampleReport();
    const [first, ...others] = data.worthMost;
    const list = chapterOf(best, { ...data, worthMost: [{ ...first!, customer: "a\u202Eb\u0000c" }, ...others] });
    expect(list.querySelector("bdi")!.textContent).toBe("a\\u{202e}b\\u{0}c");
  });

  it("links every chapter, and no anchor stands twice", () => {
    const ids = all(page, "[id]").map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    const chapters = all(page, "section").map((section) => `#${section.id}`);
    expect(all(page, "nav a").map((a) => a.getAttribute("href"))).toEqual(chapters);
    expect(chapters).toEqual([
      "#advice",
      "#cautions",
      "#headline",
      "#best",
      "#slipping",
      "#earnings",
      "#surface",
      "#forecast",
      "#still-holds",
      "#calibration",
      "#repeat-purchases",
      "#spending",
      "#value",
      "#path",
      "#models",
      "#reading",
      "#definitions",
    ]);
  });

  it("names and describes every chart, and has a table for it", () => {
    for (const figure of all(page, "figure")) {
      for (const chart of all(figure, "svg.chart")) {
        expect(chart.getAttribute("role")).toBe("img");
        expect(chart.getAttribute("aria-label")).toBe(figure.querySelector("h3")!.textContent);
        expect(figure.querySelector(`#${chart.getAttribute("aria-describedby")}`)).not.toBeFalsy();
      }
      expect(figure.querySelectorAll("svg.chart")).toHaveLength(2);
      const table = figure.querySelector("table") ?? figure.nextElementSibling!.querySelector("table");
      expect(table!.querySelectorAll("tbody tr").length).toBeGreaterThan(0);
    }
  });

  it("leaves out what a base without values and without a split can't say", async () => {
    const document = domino.createDocument(await renderReport(bare()));
    expect(all(document, "section").map(({ id }) => id)).toEqual([
      "advice",
      "cautions",
      "headline",
      "best",
      "slipping",
      "surface",
      "repeat-purchases",
      "value",
      "models",
      "reading",
      "definitions",
    ]);
    expect(document.querySelector("main")!.textContent).not.toMatch(/undefined|NaN|Infinity|\[object/);
    for (const about of ["#slipping p", "#definitions dl"]) {
      expect(document.querySelector(about)!.textContent).toContain("The loss is the expected purchases");
    }
    expect(page.querySelector("#slipping p")!.textContent).toContain("The loss is the value of the customer");
  });

  it("knows its verdict: where no dropout is visible it gives evidence, and no P(alive)", async () => {
    const document = domino.createDocument(await renderReport({ ...sampleReport(), dropoutVisible: false }));
    const ids = all(document, "[id]").map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["no-dropout", "calibration-silence"]));
    for (const gone of ["slipping", "alive", "surface-alive", "returns", "path"]) expect(ids).not.toContain(gone);
    expect(all(document, "#best th").map((head) => head.textContent)).not.toContain("P(alive)");
    expect(document.querySelector("#no-dropout p")!.textContent).toMatch(
      /silent longest, for 14 weeks or more, were expected/,
    );
    expect(document.querySelector("#advice")!.textContent).toMatch(/Do not pursue silent customers/);
  });

  it("draws no P(alive) and no distribution as findings that the data do not show", () => {
    const data = sampleReport();
    const [first, ...others] = data.goodness.heterogeneity;
    const none = { ...first!, points: first!.points.map(({ value }) => ({ value, density: 0 })) };
    const hidden = {
      ...data,
      dropoutVisible: false,
      path: { ...data.path!, chosen: true },
      goodness: { ...data.goodness, heterogeneity: [none, ...others] },
    };
    const title = chapterOf(alivePath, hidden).querySelector("#path-figure h3")!.textContent;
    expect(title).toMatch(/; the data do not show that any customer has left$/);
    expect(title).not.toContain("alive");
    const chapter = chapterOf(models, hidden);
    expect(page.querySelector(`#heterogeneity-${none.name}`)).toBeTruthy();
    expect(chapter.querySelector(`#heterogeneity-${none.name}`)).toBeFalsy();
    expect(chapter.textContent).toContain(`${none.title.slice(1)}: 0 for every customer`);
  });

  it("gives no two charts one title", () => {
    const titles = all(page, "figcaption h3").map((title) => title.textContent);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it("ranks warnings by what they do to the numbers asked for, and calms one that the holdout refutes", () => {
    const data = sampleReport();
    const notice = (name: string) => ({ name, severity: "warning" as const, message: name, advice: "" });
    const { predictors } = data.validation!.value!;
    const right = [{ ...predictors[0]!, totalError: 0.027 }, ...predictors.slice(1)];
    const warned = {
      ...data,
      goodness: { ...data.goodness, notices: [notice("spend-misfit"), notice("purchases-misfit")] },
      validation: {
        ...data.validation!,
        value: { ...data.validation!.value!, predictors: right },
        notices: [notice("purchases-total-off")],
      },
      notices: [notice("selected-sample")],
    };
    const warnings = all(chapterOf(cautions, warned), ".notice > p:first-child");
    expect(warnings.map((text) => text.textContent)).toEqual([
      "Warning: selected-sample",
      "Warning: purchases-total-off",
      "Warning: No dropout is visible: the model tends to the NBD.",
      "Warning: purchases-misfit",
    ]);
    expect(chapterOf(models, warned).textContent).toMatch(/Note: spend-misfit.*it was 2\.7 %/);
  });

  it("says no number it does not have", () => {
    expect(page.querySelector("main")!.textContent).not.toMatch(/undefined|NaN|Infinity|\[object/);
  });

  it("leaves out every id when asked for none", async () => {
    const data = sampleReport();
    const nameless = <Row extends object>({ customer: _, ...row }: Row & { customer?: string }) => row as Row;
    const text = await renderReport({
      ...data,
      worthMost: data.worthMost.map(nameless),
      slipping: { ...data.slipping, rows: data.slipping.rows.map(nameless) },
      path: nameless(data.path!),
    });
    const document = domino.createDocument(text);
    expect(document.querySelectorAll("bdi.id")).toHaveLength(0);
    for (const { customer } of data.worthMost) expect(text).not.toContain(`>${customer}<`);
    expect(document.querySelector("#path-figure h3")!.textContent).toMatch(/^Customer no\. 3 /);
  });
});

describe("what customers earn", () => {
  const value = sampleReport().value!;
  const chapter = (shown: typeof value) => chapterOf(earnings, { ...sampleReport(), value: shown });

  it("says when a new customer pays back, or never, and marks what lies beyond the data", () => {
    const payback = chapter(value).querySelector("#payback")!;
    expect(payback.querySelector("h3")!.textContent).toBe(
      "A new customer of the group e-mail costs 17.50 USD and pays it back after 21.9 weeks",
    );
    expect(payback.textContent).toContain("In 2% of the draws it never pays back");
    expect(payback.textContent).toContain("beyond twice the longest observed age");
    const [, , fairs] = value.newcomers;
    const never = chapter({ ...value, newcomers: [fairs!] }).querySelector("#payback h3")!;
    expect(never.textContent).toBe("A new customer costs 61.00 USD and never pays it back");
  });

  it("compares groups only where there are several, and tiers only with a holdout", () => {
    expect(chapter(value).querySelector("#ltv-cac h3")!.textContent).toContain("of 1 of 3 groups bring less");
    const { tiers: _, ...without } = value;
    const alone = chapter({ ...without, newcomers: value.newcomers.slice(0, 1) });
    expect(alone.querySelector("#ltv-cac")).toBeFalsy();
    expect(alone.querySelector("#tiers")).toBeFalsy();
    expect(alone.querySelector("#sensitivity h3")!.textContent).toBe(
      "1 % more acquisition cost changes the equity most: by −413 USD",
    );
  });
});
