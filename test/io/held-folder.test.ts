import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { abandonedFolders, openHeldFolder } from "../../src/io/held-folder.ts";
import { temporaryFolder } from "../support/clv.ts";

test("a folder has its lock in the turn in which it is made, so that a kill finds both or neither", async () => {
  const parent = temporaryFolder();
  const opened = openHeldFolder(parent, "clv-");
  const [name] = readdirSync(parent);
  expect(readdirSync(join(parent, name!))).toEqual(["held"]);
  const { path, remove } = await opened;
  expect(path).toBe(join(parent, name!));
  expect(await abandonedFolders(parent, "clv-")).toEqual([]);
  remove();
  expect(readdirSync(parent)).toEqual([]);
});
