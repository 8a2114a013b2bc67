import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { bgNbd } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { findSigns } from "../../src/run/find-signs.ts";
import { momentOf } from "../../src/run/moment.ts";
import { withoutIds } from "../../src/run/workers.ts";
import { shippedLog } from "../support/clv.ts";
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
  const then = momentOf(past, await fitBase(past, bgNbd));
  const now = momentOf(present, await fitBase(present, bgNbd));
  const idsAt = async (places: readonly number[]) => places.map((k) => present.customers[k]!);
  const named = await findSigns(then, now, beforePast, idsAt);
  const unnamed = await findSigns(
    { ...then, base: withoutIds(past) },
    { ...now, base: withoutIds(present) },
    withoutIds(beforePast),
    idsAt,
  );
  expect(unnamed).toEqual(named);
  expect(beforePast.length).toBeLessThan(past.length);
  expect(past.length).toBeLessThan(present.length);
  expect(named.kinds.map(({ sign, customers }) => [sign, customers > 0])).toEqual([
    ["silent", true],
    ["burst", true],
  ]);
});
