import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { models } from "../../models/index.ts";
import { runLog } from "../../src/cli/commands/run.ts";
import { parse } from "../../src/cli/parse.ts";
import { modelFromJson } from "../../src/io/model-file.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const broken = new Error("the page broke");

vi.mock("../../src/run/page.ts", () => ({
  drawPage: () => Promise.resolve(""),
  pageNumbers: () => Promise.reject(broken),
}));

const some = readFileSync(shippedLog, "utf8").split("\n").slice(0, 1500).join("\n");

test.each(["memory", "duckdb"])("a page that fails takes nothing else with it, engine %s", async (engine) => {
  const folder = temporaryFolder();
  const log = join(folder, "log.csv");
  const out = join(folder, "out");
  writeFileSync(log, some);
  const request = parse(["run", log, "--model", "bg-nbd", "-o", out, "--unit", "week", "--engine", engine]);
  if (request.kind !== "command") throw new Error(request.kind);
  const { failure, report, summary } = await runLog(request.operands, request.options, process);
  expect(failure).toEqual({ product: "report.html", error: broken });
  expect(report).toMatch(/Log-likelihood/);
  const { files } = summary as { files: Record<string, string> };
  expect(Object.keys(files).sort()).toEqual(["base", "model", "scores", "summary"]);
  for (const path of Object.values(files)) expect(existsSync(path), path).toBe(true);
  expect(existsSync(join(out, "report.html"))).toBe(false);
  const { purchase } = modelFromJson(readFileSync(files["model"]!, "utf8"), models);
  expect(purchase.converged).toBe(true);
});
