import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../src/node.ts";
import { groupModelNames } from "../../src/run/group-models.ts";
import { temporaryFolder } from "../support/clv.ts";

describe("the model files of groups", () => {
  it("have names of letters and digits, each once, for any words", () => {
    expect(
      groupModelNames(["Ads", "ads!", "", "広告", "../../etc/passwd", "Café Zürich", "con", "a".repeat(300)]),
    ).toEqual([
      ...["model-ads.json", "model-ads-2.json", "model-none.json", "model-group.json"],
      ...["model-etc-passwd.json", "model-cafe-zurich.json", "model-con.json", `model-${"a".repeat(40)}.json`],
    ]);
    const names = groupModelNames(["a", "A", "a 2", "a-2"]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("go with the next run into the same folder, and no other file does", async () => {
    const folder = temporaryFolder();
    const rows = ["customer_id,date,kind,shop"];
    for (let k = 0; k < 90; k++) {
      for (let n = 0; n <= k % 5; n++) {
        const day = new Date(Date.UTC(2024, 0, 1 + k + n * (9 + (k % 7) * 6))).toISOString().slice(0, 10);
        rows.push(`c${k},${day},${k % 2 ? "odd" : "even"},${k % 3 ? "north" : "south"}`);
      }
    }
    const log = join(folder, "log.csv");
    writeFileSync(log, `${rows.join("\n")}\n`);
    const output = join(folder, "out");
    const asked = { output, value: false, noReport: true, unit: "week" } as const;
    const there = (...names: string[]) => names.map((name) => existsSync(join(output, `model-${name}.json`)));
    await run(log, { ...asked, by: "kind" });
    writeFileSync(join(output, "model-2023.json"), '{"format": "clv-model"}');
    expect(there("odd", "even", "2023")).toEqual([true, true, true]);
    await run(log, { ...asked, by: "shop" });
    expect(there("odd", "even", "2023", "north", "south")).toEqual([false, false, true, true, true]);
    await run(log, asked);
    expect(there("2023", "north", "south")).toEqual([true, false, false]);
  });
});
