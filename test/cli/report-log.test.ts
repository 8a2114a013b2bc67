import { describe, expect, it } from "vitest";
import { reportBase } from "../../src/cli/text/base.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import { baseInNumbers } from "../../src/run/base-in-numbers.ts";
import { customersInMemory } from "../../src/run/in-memory/customers.ts";
import { inRun } from "../../src/run/in-run.ts";
import { logNotices } from "../../src/run/log-notices.ts";
import { readLog } from "../support/log.ts";

const log = await readLog(
  ["customer,date,value", "a,2024-01-01,5", "a,2024-01-09,5", "b,2024-01-03,5", "a,2024-02-11,7"].join("\n"),
);
const told = async (options: Partial<SummarizeOptions>) => {
  const { base, report } = summarize(log, { unit: "day", ...options });
  const notices = logNotices({ read: log.report, summary: report, grain: base.grain });
  const numbers = await inRun({}, async (run) => {
    const customers = customersInMemory(run, base);
    return baseInNumbers(customers, await customers.fitData());
  });
  return { base: reportBase(numbers), notices: notices.map(({ name, message }) => `${name}: ${message}`) };
};

describe("what is said of the end of observation", () => {
  it("is one date without a split", async () => {
    const { base, notices } = await told({});
    expect(notices).toEqual(["until-from-log: Observation ends on 2024-02-11, the last date in the log."]);
    expect(base).toMatch(/observed until +2024-02-11$/m);
  });

  it.each(["day", "hour", "week"] as const)(
    "is both with one, and which the scores stand on, at the grain %s",
    async (grain) => {
      const { base, notices } = await told({ split: "2024-01-15", grain });
      const [end, split] = notices;
      expect(end).toMatch(/^until-from-log: Observation ends on 2024-02-/);
      const [, known, last] = /^split: Customers are known as of (\S+), .* to (\S+), is the holdout\.$/.exec(split!)!;
      expect(known! < "2024-01-15").toBe(true);
      expect(end).toContain(last);
      expect(split).toContain("and so are fits and scores");
      expect(base).toContain(`${known}, before the split`);
      expect(base).not.toContain("observed until");
    },
  );

  it("says where the holdout ends when --until was given too", async () => {
    const { notices } = await told({ split: "2024-01-15", until: "2024-01-31" });
    expect(notices.map((text) => text.split(":")[0])).toEqual(["split"]);
    expect(notices[0]).toContain("to 2024-01-31, is the holdout");
  });
});
