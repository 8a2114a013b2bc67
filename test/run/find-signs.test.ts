import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bgNbd } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { run } from "../../src/node.ts";
import { earlierLists, findSigns } from "../../src/run/find-signs.ts";
import type { Run } from "../../src/run/in-run.ts";
import { momentOf } from "../../src/run/moment.ts";
import { openThreads, withoutIds } from "../../src/run/workers.ts";
import { shippedLog, temporaryFolder } from "../support/clv.ts";
import { readLog } from "../support/log.ts";

it("recognises customers of an earlier day by their first purchases, without their ids", async () => {
  const lines = readFileSync(shippedLog, "utf8").trim().split("\n").slice(1);
  // Every seventh purchase is returned on a later day, and some days of a first purchase are cancelled.
  const returns = lines.flatMap((line, k) => {
    const [customer, day, amount] = line.split(",");
    return k % 7 === 0 ? [`${customer},${k % 2 ? day : day!.replace(/..$/, "28")},-${amount}`] : [];
  });
  const log = await readLog(["customer_id,date,amount", ...lines, ...returns].join("\n"));
  const baseAt = (split: string | undefined, until: string): CustomerBase =>
    summarize(log, { unit: "week", until, ...(split !== undefined && { split }) }).base;
  const beforePast = baseAt("1997-02-01", "1997-02-28");
  const past = baseAt("1997-03-01", "1997-06-30");
  const present = baseAt(undefined, "1997-06-30");
  const inRun = { threads: openThreads({}) } as Run;
  const then = await momentOf(inRun, past, await fitBase(past, bgNbd));
  const now = await momentOf(inRun, present, await fitBase(present, bgNbd));
  const idsAt = async (places: readonly number[]) => places.map((k) => present.customers[k]!);
  const named = await findSigns(earlierLists(then, beforePast), past, now, idsAt);
  const unnamed = await findSigns(
    earlierLists({ ...then, base: withoutIds(past) }, withoutIds(beforePast)),
    withoutIds(past),
    { ...now, base: withoutIds(present) },
    idsAt,
  );
  expect(unnamed).toEqual(named);
  // Without the ids of one of two bases no customer would be recognised.
  expect(() => earlierLists(then, withoutIds(beforePast))).toThrow("ids");
  await expect(findSigns([], withoutIds(past), now, idsAt)).rejects.toThrow("ids");
  expect(beforePast.length).toBeLessThan(past.length);
  expect(past.length).toBeLessThan(present.length);
  expect(named.kinds.map(({ sign, customers }) => [sign, customers > 0])).toEqual([
    ["silent", true],
    ["burst", true],
  ]);
});

it("recognises them by their ids where a later return cancels first purchases", async () => {
  const output = temporaryFolder();
  const log = join(output, "log.csv");
  const [header, ...lines] = readFileSync(shippedLog, "utf8").trim().split("\n");
  const few = lines.filter((line) => Number(line.split(",")[0]) <= 400);
  const first = new Map(few.map((line) => [line.split(",")[0]!, line]).reverse() as [string, string][]);
  // In the last periods: the past of the page knows these customers, and its present does not.
  const returned = [...first.values()]
    .filter((_, k) => k % 9 === 0)
    .map((line) => `${line.split(",")[0]},1998-05-20,-${line.split(",")[2]}`);
  writeFileSync(log, [header, ...few, ...returned].join("\n"));
  const asked = { unit: "week", split: "1997-10-01", model: "bg-nbd", returns: "match" } as const;
  const { files, failure } = await run(log, { ...asked, engine: "memory", output: join(output, "out") });
  expect(failure).toBeUndefined();
  expect(readFileSync(files.report!, "utf8")).toContain('id="signs"');
});
