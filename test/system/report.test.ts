import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import domino from "domino";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customerBaseCsv } from "../../src/io/customer-base-csv.ts";
import type { ReportData } from "../../src/report/report-data.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { HAS_CHROMIUM, launchChromium, WHY_SKIPPED } from "../browser/chromium.ts";
import { expectNumbersOf, figuresOf } from "../browser/numbers-on-page.ts";
import { expectClose } from "../support/close.ts";
import { clvHere, fewCustomers, root, temporaryFolder } from "../support/clv.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const HOSTILE = "<img src=x onerror=alert(1)>";
const folder = temporaryFolder();
const few = join(folder, "few.csv");
const cdnow = ["--unit", "week", "--split", "1997-10-01"];

/** A log in which a customer has an id that is markup. */
function hostileLog(customer: string): string {
  return readFileSync(few, "utf8").replaceAll(`\n${customer},`, `\n"${HOSTILE}",`);
}

async function reportOf(log: string, ...flags: string[]): Promise<{ data: ReportData; html: string; path: string }> {
  const path = join(folder, "report.html");
  const { code, stdout, stderr } = await clvHere(["report", log, ...flags, "--json", "-o", path]);
  expect(code, stderr).toBe(0);
  return { data: JSON.parse(stdout) as ReportData, html: readFileSync(path, "utf8"), path };
}

let made: ReturnType<typeof reportOf> | undefined;
/** The page of `few`, drawn once for all tests of it. */
const plainReport = (): ReturnType<typeof reportOf> => (made ??= reportOf(few, ...cdnow));

beforeAll(async () => {
  writeFileSync(few, fewCustomers());
  const fitting = ["fit", few, "--unit", "week", "--until", "1997-09-30", "-o", join(folder, "m.json")];
  expect((await clvHere(fitting)).code).toBe(0);
});

test("report: the numbers agree with those of predict", async () => {
  const { data } = await plainReport();
  const predicted = await clvHere([
    ...["predict", few, "--until", "1997-09-30", "--model", join(folder, "m.json")],
    ...["--horizon", "39w", "--json"],
  ]);
  const { scores } = JSON.parse(predicted.stdout);
  const { alive, purchases, equity } = data.headline;
  expectClose(alive.value, scores.alive, 1e-12);
  expectClose(purchases.value, scores.expectedPurchases, 1e-12);
  expectClose(equity!.value, scores.value.equity, 1e-12);
  expectClose(data.validation!.purchases.total.expected, purchases.value, 1e-12);
  expect(data.worthMost.slice(0, 10).map(({ customer }) => customer)).toEqual(
    scores.best.map(({ customer }: { customer: string }) => customer),
  );
  expect(data.worthMost).toHaveLength(50);
});

const sample = join(root, "../shared/data/cdnow-sample.csv");
const why = existsSync(sample) ? "" : " (skipped: ../shared/data is not there)";

test.skipIf(!existsSync(sample))(
  `report: CDNOW as computed in 30 digits, shared/reference/numbers.md §4.1${why}`,
  async () => {
    const { data } = await reportOf(sample, ...cdnow);
    expectClose(data.headline.alive.value, 1917.27767104, 1e-11);
    expectClose(data.headline.purchases.value, 1653.40869794, 1e-11);
    const { predictors, total, byFrequency } = data.validation!.purchases;
    expectClose(predictors[0]!.mae, 0.785454237, 1e-9);
    expectClose(predictors[0]!.rmse, 1.60798201, 1e-8);
    expect(total.actual).toBe(1882);
    expect(byFrequency.map(({ customers }) => customers)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64]);
    const parameters = data.models.flatMap((model) => model.parameters.map(({ value }) => value!));
    const published = [
      0.24259452243, 4.41360201901, 0.792922017226, 2.42590677683, 6.24957227132, 3.74422466713, 15.4435209626,
    ];
    for (const [k, value] of published.entries()) expectClose(parameters[k]!, value, 1e-10);
  },
);

test("report: a base is enough, and a model can be given", async () => {
  const base = join(folder, "base.csv");
  expect((await clvHere(["summarize", few, "--unit", "week", "-o", base])).code).toBe(0);
  const { data } = await reportOf(base, "--unit", "week", "--horizon", "52w", "--model", join(folder, "m.json"));
  expect(data.reading).toBeUndefined();
  expect(data.validation).toBeUndefined();
  expect(data.models[0]!.intervals).toBe("wald");
  expect(data.path!.purchases).toHaveLength(1);
});

test("report: a base that tells of a holdout says that the page leaves it out, the same by either engine", async () => {
  const base = join(folder, "split.csv");
  expect((await clvHere(["summarize", few, ...cdnow, "-o", base])).code).toBe(0);
  const pages = [];
  for (const engine of ["memory", "duckdb"]) {
    const path = join(folder, `split-${engine}.html`);
    const args = ["report", base, "--unit", "week", "--engine", engine, "-o", path];
    const { code, stderr } = await clvHere(args);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("The base contains a holdout");
    pages.push(readFileSync(path, "utf8"));
  }
  expect(pages[1]).toBe(pages[0]);
});

test("report: intervals for the data of the model are those without a model; for other data they use its covariance, with a warning", async () => {
  const at = (name: string): string => join(folder, name);
  // A world with few repeat buyers: the fit of the first data set runs to a limit.
  for (const seed of [0, 1]) {
    const { holdout, ...base } = simulatedCustomers(WORLDS.few, 2000, seed);
    writeFileSync(at(`few-${seed}.csv`), [...customerBaseCsv(base)].join(""));
  }
  expect((await clvHere(["fit", at("few-0.csv"), "--unit", "week", "-o", at("few.json")])).code).toBe(0);
  const flags = ["--unit", "week", "--horizon", "20w", "--model", at("few.json")];
  const own = (await reportOf(at("few-0.csv"), ...flags)).data;
  const plain = (await reportOf(at("few-0.csv"), "--unit", "week", "--horizon", "20w")).data;
  expect(own.headline).toEqual(plain.headline);
  expect(own.models).toEqual(plain.models);
  expect(own.notices).toEqual([]);
  const other = (await reportOf(at("few-1.csv"), ...flags)).data;
  expect(other.models[0]!.intervals).toBe("wald");
  expect(other.notices.map(({ name }) => name)).toEqual(["other-data", "intervals-too-narrow"]);
  const predicted = await clvHere(["predict", at("few-1.csv"), ...flags, "--interval", "0.9", "--json"]);
  expect(JSON.parse(predicted.stdout).intervals.estimate.alive.low).toBe(other.headline.alive.estimate!.low);
  expect(predicted.stderr).toContain("so the intervals are too narrow");
});

test("report: the same numbers of text and of a table, by either engine", async () => {
  const session = await openSession();
  const rows = `(SELECT * FROM read_csv('${few}', all_varchar = true))`;
  const at = (name: string): string => join(folder, name);
  await session.run(`ATTACH '${at("shop.duckdb")}' AS shop; CREATE TABLE shop.sales AS FROM ${rows}; DETACH shop`);
  session.close();
  const of = async (log: string, ...flags: string[]) => {
    const { data } = await reportOf(log, ...cdnow, "--returns", "drop", ...flags);
    const { files: _, subject, title, ...rest } = data as ReportData & { files: unknown };
    return rest;
  };
  const memory = await of(few, "--engine", "memory");
  expect(memory.validation!.tracking.steps.length).toBeGreaterThan(70);
  expect(memory.path!.purchases.length).toBeGreaterThan(1);
  for (const args of [[few], [at("shop.duckdb"), "--table", "sales"]]) {
    const [log, ...flags] = args as [string, ...string[]];
    expect(await of(log, ...flags), log).toEqual(memory);
  }
}, 60_000);

test("report: no id when asked for none, and as many customers as asked for", async () => {
  const { data, html } = await reportOf(few, ...cdnow, "--anonymous", "--top", "7");
  expect(data.worthMost).toHaveLength(7);
  expect(data.slipping.rows).toHaveLength(7);
  expect(JSON.stringify(data)).not.toContain('"customer":');
  const text = domino.createDocument(html).body.textContent!;
  const ids = readFileSync(few, "utf8").matchAll(/^(0\d{3}),/gm);
  for (const id of new Set([...ids].map((match) => match[1]!))) expect(text).not.toContain(`Customer ${id}`);
  expect(domino.createDocument(html).querySelectorAll("bdi.id")).toHaveLength(0);
});

test("report: a number of customers that is none is refused", async () => {
  for (const top of ["0", "-3", "1.5"]) {
    const { code, stderr } = await clvHere(["report", few, ...cdnow, `--top=${top}`, "-o", join(folder, "no.html")]);
    expect(code).toBe(2);
    expect(stderr).toContain("--top: expected a whole number greater than 0");
  }
});

test("run: the report is written and its path is the last thing said; without one the other files are the same", async () => {
  const run = ["run", few, "--model", "bg-nbd", ...cdnow, "--score-at", "split"];
  const drawn = join(folder, "drawn");
  const { code, stdout } = await clvHere([...run, "-o", drawn]);
  expect(code).toBe(0);
  expect(stdout.trimEnd().endsWith(join(drawn, "report.html"))).toBe(true);
  expect(readFileSync(join(drawn, "report.html"), "utf8")).toBe((await plainReport()).html);
  const summary = (out: string) => JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  expect(summary(drawn).files.report).toBe(join(drawn, "report.html"));
  for (const engine of ["memory", "duckdb"]) {
    const without = join(folder, `${engine}-without`);
    expect((await clvHere([...run, "--engine", engine, "--no-report", "-o", without])).code).toBe(0);
    expect(readdirSync(without).sort()).toEqual(["base.csv", "model.json", "scores.csv", "summary.json"]);
    for (const name of ["base.csv", "model.json", "scores.csv"])
      expect(readFileSync(join(without, name))).toEqual(readFileSync(join(drawn, name)));
    expect({ ...summary(without), files: {} }).toEqual({ ...summary(drawn), files: {} });
  }
});

describe.skipIf(!HAS_CHROMIUM)(`in a browser${WHY_SKIPPED}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  test("report: every figure and every number of the JSON is on the page, and an id that is markup does nothing", async () => {
    const best = (await plainReport()).data.worthMost[0]!.customer!;
    writeFileSync(join(folder, "hostile.csv"), hostileLog(best));
    const { data, path } = await reportOf(join(folder, "hostile.csv"), ...cdnow);
    expect(data.worthMost[0]!.customer).toBe(HOSTILE);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push("dialog");
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(path).href);
    expect(await page.$$eval("figure", (figures) => figures.map((figure) => figure.id))).toEqual(figuresOf(data));
    await expectNumbersOf(data, page);
    expect(await page.$$("img, script")).toEqual([]);
    expect(await page.locator("#best bdi").first().textContent()).toBe(HOSTILE);
    expect(complaints).toEqual([]);
  });
});
