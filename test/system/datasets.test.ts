import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf } from "../docs/examples.ts";
import { clv, root, shippedLog, temporaryFolder } from "../support/clv.ts";

const readme = join(root, "datasets/cdnow-like/README.md");

test("the README's command makes the shipped log, byte for byte", async () => {
  const folder = temporaryFolder();
  const [block] = blocksOf(readme, "sh");
  const args = block!.code.trim().replace("-o log.csv", `-o ${folder}/log.csv`).split(" ").slice(1);
  expect((await clv(args, { cwd: root })).code).toBe(0);
  expect(readFileSync(join(folder, "log.csv"), "utf8")).toBe(readFileSync(shippedLog, "utf8"));
});

test("the README tells the log's rows and sha256", () => {
  const bytes = readFileSync(shippedLog);
  const text = readFileSync(readme, "utf8");
  expect(text).toContain(createHash("sha256").update(bytes).digest("hex"));
  expect(bytes.toString().trimEnd().split("\n")).toHaveLength(1 + 6671);
  expect(text).toContain("6 671 rows");
});
