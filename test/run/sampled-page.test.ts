import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/node.ts";
import { seeded } from "../../src/random/seeded.ts";
import { SAMPLED } from "../../src/run/random-sample.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";

const asShipped = { ...SAMPLED };
beforeAll(() => {
  Object.assign(SAMPLED, { most: 250, size: 150, totals: 100, resampled: 200 });
});
afterAll(() => {
  Object.assign(SAMPLED, asShipped);
});

const [header, ...rows] = readFileSync(shippedLog, "utf8")
  .split("\n")
  .filter((row) => row !== "" && !(Number(row.split(",")[0]) > 400));

test("the page of many customers tests the moves of a random sample, which neither engine nor ids nor order change", async () => {
  const chapterOf = async (lines: readonly string[], engine: "memory" | "duckdb"): Promise<string> => {
    const output = temporaryFolder();
    const log = join(output, "log.csv");
    writeFileSync(log, [header, ...lines].join("\n"));
    const asked = { unit: "week", split: "1997-10-01", model: "bg-nbd", anonymous: true } as const;
    const { files } = await run(log, { ...asked, engine, output });
    const page = readFileSync(files.report!, "utf8");
    return page.slice(page.indexOf('id="moves"')).split("</section>")[0]!;
  };
  const chapter = await chapterOf(rows, "memory");
  expect(chapter).toMatch(
    /of 150 customers into a wrong segment.* These are a random sample of the (?:3\d\d|400) customers\./,
  );
  const random = seeded(3);
  const others = rows
    .map((row) => ({
      row: `x${row.split(",")[0]!.split("").reverse().join("")},${row.split(",").slice(1).join(",")}`,
      at: random.uniform(),
    }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
  expect(await chapterOf(others, "duckdb")).toBe(chapter);
});
