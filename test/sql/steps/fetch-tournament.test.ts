import { afterAll, beforeAll, expect, it } from "vitest";
import { openCsv } from "../../../src/data/csv/table.ts";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../../src/data/summarize.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { fetchTournamentData } from "../../../src/sql/steps/fetch-tournament.ts";
import { fetchFitData } from "../../../src/sql/steps/histories.ts";
import { summarizeLog } from "../../../src/sql/steps/summarize-log.ts";
import { tournamentData } from "../../../src/validate/actual-by-history.ts";
import { scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

// Ticks of a day share one key; milliseconds over a year do not fit into one.
it.each(["day", "none"] as const)("the data of a tournament have the memory way's bits, grain %s", async (grain) => {
  const rows = Array.from({ length: 2000 }, (_, k) => {
    const at = new Date(Date.UTC(2023, 0, 1) + ((k * k * 7919) % 400) * 86_400_000 + ((k * 31) % 50) * 60_000);
    return `c${(k * 7) % 211},${at.toISOString()}`;
  });
  const text = `customer,date\n${rows.join("\n")}\n`;
  for (const split of [undefined, "2023-09-01"]) {
    const options: SummarizeOptions = { unit: "week", grain, litt: true, ...(split && { split }) };
    const { base } = summarize(await readTransactions(await openCsv([new TextEncoder().encode(text)])), options);
    const made = await summarizeLog(session, await openSource(session, scratch(text), { csv: {} }), {}, options);
    const fetched = await fetchTournamentData(session, made.base, await fetchFitData(session, made.base));
    const inMemory = tournamentData(base);
    expect(fetched).toStrictEqual(inMemory);
    expect(inMemory.holdout === undefined).toBe(split === undefined);
  }
});
