import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOwn, type OwnKind } from "../../src/io/own-file.ts";
import { headingsOf } from "../../src/io/own-table.ts";
import { FILE_COLUMNS } from "../../src/predict/score-sheet.ts";
import { clvHere, temporaryFolder } from "../support/clv.ts";

const ALL = ["customer_id", ...FILE_COLUMNS.map(({ name }) => name)].join();
const SIGNS =
  "sign,value_at_stake,probability_of_purchase,p,significant,gap_days,usual_gap_days,overdue_since,next_purchase_median,purchases";
const MONTH =
  "period,customers_to_date,active,new,retained,reactivated,orders,revenue,revenue_new,contribution,aov,orders_per_active,retention_rate,lapse_rate,repeat_customers_to_date,repurchase_rate_to_date,complete";
/** The first lines of tables that `clv` writes; those of segments are checked where they are made too. */
const OURS: readonly (readonly [OwnKind, string])[] = [
  ["table", "customer_id,p_alive,expected_purchases,probability_of_purchase,expected_spend,clv,clv_undiscounted"],
  ["table", ALL],
  ["table", `${ALL},clv_2y,clv_2y_low,outcome_value_until_2026_12_31_high`],
  ["table", "customer_id,frequency,recency,T,monetary_value,litt,first_date,last_date"],
  ["table", "customer_id,frequency,recency,T,first_date,last_date,frequency_holdout,duration_holdout"],
  ["months", MONTH],
  ["months", "cohort,customers,periods_since,eligible,active,retention,orders,complete,forecast"],
  ["segments", "period,segment,customers,new_customers"],
  ["segments", "from,to,customers,of,share,low,high"],
  ["segments", "customer_id,segment,likeliest,by_rfm,p Active,p Lost"],
  ["segments", `customer_id,${SIGNS}`],
  ["value", "group,months,value,value_low,value_high,ltv_cac,ltv_cac_low,ltv_cac_high,cost_per_purchase,beyond"],
];

describe("a file", () => {
  it("is ours by its whole first line, and not with a column of the user behind, before or amid", async () => {
    const path = join(temporaryFolder(), "file.csv");
    const isOurs = async (kind: OwnKind, header: string): Promise<boolean> => {
      writeFileSync(path, `${header}\n1,2\n`);
      return isOwn(path, kind);
    };
    for (const [kind, header] of OURS) {
      expect(await isOurs(kind, header), header).toBe(true);
      for (const mark of [";", "\t", "|"]) expect(await isOurs(kind, header.replaceAll(",", mark)), header).toBe(true);
      const [first, ...rest] = header.split(",");
      for (const mine of [
        [first, ...rest, "note"],
        ["note", first, ...rest],
        [first, "note", ...rest],
      ])
        expect(await isOurs(kind, mine.join()), mine.join()).toBe(false);
      // As another program quotes every name of the same table.
      const quoted = [first, ...rest, "note"].map((name) => `"${name}"`).join();
      expect(await isOurs(kind, quoted), quoted).toBe(false);
    }
  });

  it("is ours with columns that were kept, whose names alone are in quotes", async () => {
    const path = join(temporaryFolder(), "file.csv");
    for (const header of ['"a,b",p_alive', 'customer_id,p_alive,"x ""y""",clv', 'customer_id;clv;"channel"']) {
      writeFileSync(path, `${header}\n1,2\n`);
      expect(await isOwn(path, "table"), header).toBe(true);
    }
    expect(headingsOf('"a,b",p,"x ""y"""')).toEqual([
      { name: "a,b", kept: true },
      { name: "p" },
      { name: 'x "y"', kept: true },
    ]);
  });

  it("of a user is not replaced, and ours is", async () => {
    const folder = temporaryFolder();
    const rows = Array.from({ length: 40 }, (_, k) => {
      const day = new Date(Date.UTC(2024, 0, 1 + ((k * 37) % 300))).toISOString().slice(0, 10);
      return `c${k % 13},${day},${5 + (k % 7)},${k % 2 ? "ads" : "mail"}`;
    });
    const log = join(folder, "log.csv");
    writeFileSync(log, `customer_id,date,amount,channel\n${rows.join("\n")}\n`);
    const asked = ["summarize", log, "--keep", "channel", "-o", "base.csv"];
    const again = async () => (await clvHere(asked, { cwd: folder })).code;
    expect([await again(), await again()]).toEqual([0, 0]);
    const base = join(folder, "base.csv");
    const mine = readFileSync(base, "utf8").replace('"channel"', "channel");
    writeFileSync(base, mine);
    expect(await again()).toBe(2);
    expect(readFileSync(base, "utf8")).toBe(mine);
  });
});
