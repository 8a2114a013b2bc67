import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { summarize } from "../../../src/data/summarize.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { openSession } from "../../../src/sql/duckdb/session.ts";
import { summarizeLog } from "../../../src/sql/steps/summarize-log.ts";
import { shippedLog } from "../../support/clv.ts";
import { fetchedBase } from "../../support/fetched-base.ts";
import { csv } from "../../support/log.ts";

const session = await openSession({});
afterAll(() => session.close());

test.each([
  ["with a split", { unit: "week", split: "1997-10-01" }],
  ["without", { unit: "day", grain: "week" }],
] as const)("a fetched base is the one memory makes, %s", async (_, options) => {
  const opened = await openSource(session, shippedLog, {});
  const { base } = await summarizeLog(session, opened, {}, options);
  const log = await readTransactions(await csv(readFileSync(shippedLog, "utf8"), {}, 1 << 16));
  expect(await fetchedBase(session, base)).toEqual(summarize(log, options).base);
});
