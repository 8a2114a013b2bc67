import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { clvHere, shippedLog, shippedModel } from "../support/clv.ts";
import { withProxy } from "./proxy.ts";
import { rows, tableOf } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
/** What no number, and no name of ours, can look like. */
const ID = /shopper-\d{4}/g;

beforeAll(async () => {
  await rows("CREATE SCHEMA IF NOT EXISTS ice.shop");
  await tableOf("ice.shop.log", shippedLog, { date: "DATE", amount: "DECIMAL(12,2)" });
  await rows("DROP TABLE IF EXISTS ice.shop.named");
  await rows(
    "CREATE TABLE ice.shop.named AS SELECT 'shopper-' || customer_id AS customer_id, date, amount FROM ice.shop.log WHERE customer_id < '0120'",
  );
});

/** Runs a command through a proxy and hands back the ids in all that came over and in all that was sent. */
function idsOnTheWire(command: string, ...flags: string[]): Promise<Set<string>> {
  return withProxy({}, async (cluster, exchanges) => {
    const [at, out] = [`${cluster}/ice/shop/named`, flags.map((flag) => flag.replace("CLUSTER", cluster))];
    const { code, stderr } = await clvHere([command, at, "--unit", "week", "--quiet", ...out], { cwd: folder });
    expect(stderr).not.toContain("error");
    expect(code).toBe(0);
    expect(exchanges.length).toBeGreaterThan(5);
    const text = exchanges.map(({ sent, answer }) => `${sent}\n${answer}`).join("\n");
    // Also where JSON or an address spells a letter otherwise: digits are never spelled.
    expect(text.match(/hopper[^"]{0,9}\d{4}/g)?.length ?? 0).toBe(text.match(ID)?.length ?? 0);
    return new Set(text.match(ID));
  });
}

const MODEL = ["--model", "bg-nbd"];
const SILENT: Readonly<Record<string, readonly string[]>> = {
  summarize: ["-o", "CLUSTER/ice/shop/named_base"],
  fit: [...MODEL, "--interval", "0.9", "-o", "model.json"],
  predict: ["--model", shippedModel, "--horizon", "26w", "--interval", "0.9", "-o", "CLUSTER/ice/shop/named_scores"],
  validate: [...MODEL, "--split", "1998-01-01"],
  value: [...MODEL, "--margin", "0.3", "--split", "1998-01-01"],
  segments: ["-o", "segments", "--anonymous"],
  kpi: ["-o", "kpi"],
  run: [...MODEL, "--no-report", "-o", "CLUSTER/ice/shop/named_run"],
  report: ["--split", "1998-01-01", "--anonymous", "-o", "anonymous.html"],
};

describe("no id comes over", () => {
  it.each(Object.entries(SILENT))("for %s", async (command, flags) => {
    expect([...(await idsOnTheWire(command, ...flags))]).toEqual([]);
  });
});

it("for a page, only the ids that it shows come over", async () => {
  const ids = await idsOnTheWire("run", ...MODEL, "--split", "1998-01-01", "-o", "CLUSTER/ice/shop/named_page");
  const shown = new Set(readFileSync(join(folder, "named_page", "report.html"), "utf8").match(ID));
  expect(ids.size).toBeGreaterThan(5);
  expect([...ids].sort()).toEqual([...shown].sort());
});
