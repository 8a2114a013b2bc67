import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { predict, run } from "../../src/node.ts";
import { planDocument, readPlan } from "../../src/value/plan.ts";
import { fewCustomers, shippedModel, temporaryFolder } from "../support/clv.ts";

const folder = temporaryFolder();
const [log, table] = [join(folder, "log.csv"), join(folder, "countries.csv")];
const CHANNELS = ["ads", "mail", "", '"a ""quoted"" one"', "ärger", "😀", "\uffee"];
const NAMES = ["ads", "mail", "", 'a "quoted" one', "ärger", "😀", "\uffee"];
const COSTS = { format: "clv-plan", formatVersion: 1, margin: 0.3, costPerOrder: 2 };

/** The channels of each customer's first day. */
const channelsOf = new Map<string, { date: string; names: string[] }>();

beforeAll(() => {
  const [header, ...rows] = fewCustomers(120).trimEnd().split("\n");
  const [customerAt, dateAt] = ["customer_id", "date"].map((name) => header!.split(",").indexOf(name)) as [
    number,
    number,
  ];
  const channelled = rows.map((row, k) => {
    const fields = row.split(",");
    const [id, date] = [fields[customerAt]!, fields[dateAt]!];
    const at = (k * 7 + id.length + Number(date.slice(8))) % CHANNELS.length;
    const before = channelsOf.get(id);
    if (before === undefined || date < before.date) channelsOf.set(id, { date, names: [NAMES[at]!] });
    else if (date === before.date) before.names.push(NAMES[at]!);
    return `${row},${CHANNELS[at]}`;
  });
  writeFileSync(log, `${[`${header},channel`, ...channelled].join("\n")}\n`);
  const countries = [...channelsOf.keys()].map((id, k) => `${id},${["de", "fr", "at"][k % 3]}`);
  writeFileSync(table, `customer_id,country\n${countries.join("\n")}\n`);
});

const PLANS = {
  "one for all": { ...COSTS, acquisitionCost: 20 },
  "by a column of the log": {
    ...COSTS,
    acquisitionCost: 7,
    groupBy: "channel",
    groups: NAMES.map((group, k) => ({
      group,
      ...(k === 0 ? { spend: 300 } : k === 1 ? { spend: [{ amount: 50, from: "1997-01" }], margin: 0.4 } : {}),
      ...(k > 1 && { acquisitionCost: k, costPerOrder: k }),
    })),
  },
  "by a table beside the log": {
    ...COSTS,
    groupBy: "country",
    groups: ["de", "fr", "at"].map((group, k) => ({ group, acquisitionCost: k })),
  },
  "by month of the first purchase": {
    ...COSTS,
    acquisitionCost: 3,
    groupBy: "cohort-month",
    groups: ["1997-01", "1997-02", "1997-03", "1999-01"].map((group) => ({ group, spend: 100 })),
  },
  "by spend of periods": {
    ...COSTS,
    spend: [
      { amount: 500, from: "1997-01", until: "1997-12" },
      { amount: 99.5, from: "1997-02-03", until: "1997-02-20" },
    ],
  },
};

describe.each(Object.entries(PLANS))("a plan %s", (name, plan) => {
  const scored = async (engine: "memory" | "duckdb") => {
    const terms = { discountRate: 0.1, interval: 0.8, engine, plan, attributes: table } as const;
    // One plan goes the whole way. The others reach the same scores from a model of other customers, without a fit.
    if (name === "by a column of the log") {
      const output = join(folder, `${name} ${engine}`);
      const how = { unit: "week", model: "bg-nbd", noReport: true } as const;
      const { scores, intervals, notices } = await run(log, { ...terms, ...how, output });
      return { scores, intervals, notices, csv: readFileSync(join(output, "scores.csv"), "utf8") };
    }
    const output = join(folder, `${name} ${engine}.csv`);
    const how = { model: shippedModel, horizon: "1y" } as const;
    const { scores, intervals, notices } = await predict(log, { ...terms, ...how, output });
    return { scores, intervals, notices, csv: readFileSync(output, "utf8") };
  };

  it("gives the same bytes in memory and in a database, and totals that are those of the rows", async () => {
    const [inMemory, inSql] = [await scored("memory"), await scored("duckdb")];
    expect(inSql).toEqual(inMemory);
    const { net } = inMemory.scores;
    const [header, ...rows] = inMemory.csv.trimEnd().split("\n");
    const sum = (column: string): number => {
      const at = header!.split(",").indexOf(column);
      return (
        Number(rows.reduce((total, row) => total + BigInt(Math.round(Number(row.split(",")[at]) * 1e6)), 0n)) / 1e6
      );
    };
    expect(net!.contribution).toBe(sum("contribution"));
    expect(net!.acquisitionCost).toBe(sum("acquisition_cost"));
    expect(net!.netClv).toBe(sum("net_clv"));
    expect(net!.netTotal).toBe(sum("net_total"));
    expect(net!.plan).toEqual(planDocument(readPlan(plan)));
  });
});
