import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, type ExpectStatic, it } from "vitest";
import { shippedLog, shippedModel } from "../support/clv.ts";
import { withProxy } from "./proxy.ts";
import { clvBeside, rows, tableOf } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
// The files of a run whose tables go to the cluster lie in the folder of the process.
process.chdir(folder);
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

/** Runs a command over the table, through a proxy, and over the file. Returns the ids in all that was received and sent. */
async function onBoth(expect: ExpectStatic, command: string, flags: readonly string[]): Promise<Set<string>> {
  const fixed = ["--unit", "week", "--quiet"];
  const [there, here] = [mkdtempSync(join(folder, "there-")), mkdtempSync(join(folder, "here-"))];
  const ran = await clvBeside([command, LOG, ...fixed, ...flags.map((flag) => flag.replace("CLUSTER/ice/shop/", ""))], {
    cwd: here,
  });
  const [ids, cluster] = await withProxy({}, async (at, exchanges) => {
    const log = `${at}/ice/shop/named`;
    const given = [...fixed, ...flags.map((flag) => flag.replace("CLUSTER", at))];
    const { code, stderr } = await clvBeside([command, log, ...given], { cwd: there });
    expect(stderr).not.toContain("error");
    expect(code).toBe(ran.code);
    expect(exchanges.length).toBeGreaterThan(5);
    const text = exchanges.map(({ sent, answer }) => `${sent}\n${answer}`).join("\n");
    // Also where JSON or an address spells a letter otherwise: digits are never spelled.
    expect(text.match(/hopper[^"]{0,9}\d{4}/g)?.length ?? 0).toBe(text.match(ID)?.length ?? 0);
    return [new Set(text.match(ID)), log] as const;
  });
  // Where the tables of a run go to the cluster, its files lie in a folder of their name.
  const beside = flags.find((flag) => flag.startsWith("CLUSTER"))?.replace("CLUSTER/ice/shop/", "");
  if (beside !== undefined && existsSync(beside)) cpSync(beside, join(there, beside), { recursive: true });
  for (const made of readdirSync(there, { recursive: true, withFileTypes: true })) {
    if (!made.isFile()) continue;
    const path = join(made.parentPath, made.name);
    // The name of the log and the folder apart; `summary.json` names the tables, which lie elsewhere.
    const [one, other] = [path, path.replace(there, here)].map((file) =>
      readFileSync(file, "utf8")
        .replaceAll(cluster, LOG)
        .replaceAll("named.csv", "named")
        .replaceAll(`${here}/`, "")
        .replaceAll(`${there}/`, ""),
    ) as [string, string];
    const same = made.name === "summary.json" ? numbersOf : (text: string) => text;
    expect(same(one), made.name).toEqual(same(other));
  }
  return ids;
}

const MODEL = ["--model", "bg-nbd"];
const PLAN = ["--margin", "0.3", "--acquisition-cost", "12"];
const SILENT: readonly (readonly [string, ...string[]])[] = [
  ["summarize", "-o", "CLUSTER/ice/shop/named_base"],
  ["fit", "--interval", "0.9", "--season", "auto", "-o", "model.json"],
  ["predict", "--model", shippedModel, "--horizon", "26w", "--interval", "0.9", "-o", "CLUSTER/ice/shop/named_scores"],
  ["validate", ...MODEL, "--folds", "2", "-o", "validation.json"],
  ["value", ...MODEL, ...PLAN],
  ["segments", "-o", "segments", "--ahead", "1", "--anonymous", ...MODEL],
  ["kpi", "-o", "kpi", ...PLAN],
  ["compare", "--group", "channel", "--since", "first", "--window", "180d", "-o", "compare.json"],
  ["watch", "--model", shippedModel, "-o", "watch.json"],
  ["plot", "--figure", "repeats", "-o", "repeats.svg"],
  ["run", ...MODEL, "--no-report", "-o", "CLUSTER/ice/shop/named_run"],
  ["report", "--split", "1998-01-01", "--anonymous", "-o", "anonymous.html"],
];

const NAMED: readonly (readonly [string, ...string[]])[] = [
  ["value", "--split", "1998-01-01", "--profile", "channel", ...MODEL, ...PLAN, "-o", "value"],
  ["value", "--season", "month", ...MODEL, ...PLAN, "-o", "value"],
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
  // Its files name no customer, but each is followed from period to period by the id.
  ["segments", "--scheme", "tiers", "--period", "quarter", ...MODEL, "-o", "tiers"],
];

describe.concurrent("writes the bytes of DuckDB", () => {
  it.for(SILENT)("and no id comes over: clv %s %s %s", async ([command, ...flags], { expect }) => {
    expect([...(await onBoth(expect, command, flags))]).toEqual([]);
  });

  // Of customers without a row of their own the log has none.
  it.for(NAMED)("and every id comes over: clv %s %s", async ([command, ...flags], { expect }) => {
    expect((await onBoth(expect, command, flags)).size).toBe(119);
  });

  it("for a page, and only the ids that it shows come over", async ({ expect }) => {
    const page = "CLUSTER/ice/shop/named_page";
    const ids = await onBoth(expect, "run", [...MODEL, "--split", "1998-01-01", "-o", page]);
    const shown = readFileSync(join(folder, "named_page", "report.html"), "utf8");
    expect(ids.size).toBeGreaterThan(5);
    expect([...ids].sort()).toEqual([...new Set(shown.match(ID))].sort());
  });
});
