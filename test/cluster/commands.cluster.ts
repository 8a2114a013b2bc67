import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { clvHere, shippedLog, shippedModel } from "../support/clv.ts";
import { withProxy } from "./proxy.ts";
import { rows, tableOf } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
const LOG = join(folder, "named.csv");
/** What no number, and no name of ours, can look like. */
const ID = /shopper-\d{4}/g;

beforeAll(async () => {
  const [header, ...lines] = readFileSync(shippedLog, "utf8").trimEnd().split("\n");
  const some = lines
    .filter((line) => line < "0120")
    .map((line) => `shopper-${line},${["ads", "shop"][Number(line[3]) % 2]}`);
  writeFileSync(LOG, `${header},channel\n${some.join("\n")}\n`);
  await rows("CREATE SCHEMA IF NOT EXISTS ice.shop");
  await tableOf("ice.shop.named", LOG, { date: "DATE", amount: "DECIMAL(12,2)" });
});

/** `summary.json` without the places of its tables, and without the customers whom only a run with a page names on a cluster. */
function numbersOf(summary: string): unknown {
  const { scores, files, ...rest } = JSON.parse(summary) as { scores: object; files: { report?: string } };
  return { ...rest, scores: files.report === undefined ? { ...scores, best: undefined } : scores };
}

/** Runs a command over the table, through a proxy, and over the file; hands back the ids in all that came over and all that was sent. */
async function onBoth(command: string, flags: readonly string[]): Promise<Set<string>> {
  const fixed = ["--unit", "week", "--quiet"];
  const [there, here] = ["there", "here"].map((place) => join(folder, `${command} ${place}`)) as [string, string];
  mkdirSync(there, { recursive: true });
  mkdirSync(here, { recursive: true });
  const ran = await clvHere([command, LOG, ...fixed, ...flags.map((flag) => flag.replace("CLUSTER/ice/shop/", ""))], {
    cwd: here,
  });
  const [ids, cluster] = await withProxy({}, async (at, exchanges) => {
    const log = `${at}/ice/shop/named`;
    const { code, stderr } = await clvHere(
      [command, log, ...fixed, ...flags.map((flag) => flag.replace("CLUSTER", at))],
      { cwd: there },
    );
    expect(stderr).not.toContain("error");
    expect(code).toBe(ran.code);
    expect(exchanges.length).toBeGreaterThan(5);
    const text = exchanges.map(({ sent, answer }) => `${sent}\n${answer}`).join("\n");
    // Also where JSON or an address spells a letter otherwise: digits are never spelled.
    expect(text.match(/hopper[^"]{0,9}\d{4}/g)?.length ?? 0).toBe(text.match(ID)?.length ?? 0);
    return [new Set(text.match(ID)), log] as const;
  });
  for (const made of readdirSync(there, { recursive: true, withFileTypes: true })) {
    if (!made.isFile()) continue;
    const path = join(made.parentPath, made.name);
    // The name of the log apart; `summary.json` names the files in the folder, and it is another's.
    const [one, other] = [path, path.replace(there, here)].map((file) =>
      readFileSync(file, "utf8").replaceAll(cluster, LOG).replaceAll("named.csv", "named"),
    ) as [string, string];
    const same = made.name === "summary.json" ? numbersOf : (text: string) => text;
    expect(same(one), made.name).toEqual(same(other));
  }
  return ids;
}

const MODEL = ["--model", "bg-nbd"];
const PLAN = ["--margin", "0.3", "--acquisition-cost", "12"];
const SILENT: Readonly<Record<string, readonly string[]>> = {
  summarize: ["-o", "CLUSTER/ice/shop/named_base"],
  fit: ["--interval", "0.9", "--season", "auto", "-o", "model.json"],
  predict: ["--model", shippedModel, "--horizon", "26w", "--interval", "0.9", "-o", "CLUSTER/ice/shop/named_scores"],
  validate: [...MODEL, "--folds", "2", "-o", "validation.json"],
  value: [...MODEL, ...PLAN],
  segments: ["-o", "segments", "--ahead", "1", "--anonymous", ...MODEL],
  kpi: ["-o", "kpi", ...PLAN],
  compare: ["--group", "channel", "--since", "first", "--window", "180d", "-o", "compare.json"],
  watch: ["--model", shippedModel, "-o", "watch.json"],
  plot: ["--figure", "repeats", "-o", "repeats.svg"],
  run: [...MODEL, "--no-report", "-o", "CLUSTER/ice/shop/named_run"],
  report: ["--split", "1998-01-01", "--anonymous", "-o", "anonymous.html"],
};

describe("writes the bytes of DuckDB, and no id comes over", () => {
  it.each(Object.entries(SILENT))("clv %s", async (command, flags) => {
    expect([...(await onBoth(command, flags))]).toEqual([]);
  });
});

describe("writes the bytes of DuckDB where every customer is named", () => {
  it.each([
    ["value", ...MODEL, ...PLAN, "--split", "1998-01-01", "--profile", "channel", "-o", "value"],
    [
      "predict",
      "--model",
      shippedModel,
      "--horizon",
      "26w",
      "--keep",
      "channel",
      "--segments",
      "rfm",
      "-o",
      "scores.csv",
    ],
    ["segments", ...MODEL, "--ahead", "1", "-o", "segments"],
  ])("clv %s", async (command, ...flags) => {
    // Of customers without a row of their own the log has none.
    expect((await onBoth(command, flags)).size).toBe(119);
  });
});

it("for a page, only the ids that it shows come over", async () => {
  const ids = await onBoth("run", [...MODEL, "--split", "1998-01-01", "-o", "CLUSTER/ice/shop/named_page"]);
  const page = readFileSync(join(folder, "run there", "named_page", "report.html"), "utf8");
  expect(ids.size).toBeGreaterThan(5);
  expect([...ids].sort()).toEqual([...new Set(page.match(ID))].sort());
});
