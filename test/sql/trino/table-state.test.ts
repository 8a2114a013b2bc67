import { describe, expect, it } from "vitest";
import { LeftBehind } from "../../../src/errors.ts";
import { openOutputs } from "../../../src/io/outputs.ts";
import { openTrino } from "../../../src/sql/trino/session.ts";
import { placingOf } from "../../../src/sql/trino/write-table.ts";
import { withStub } from "../../support/stub-trino.ts";

/** A table of a cluster as the stub keeps it. */
interface Table {
  columns: string;
  snapshot: string;
  comment: string | null;
}

const WAS: Table = { columns: "a", snapshot: "9007199254740993", comment: "clv.version=0" };
const NEW: Table = { columns: "a", snapshot: "2", comment: "clv.version=1" };
const error = (name: string, type: string) => ({ error: { message: "no room", errorName: name, errorType: type } });
const rows = (...data: unknown[][]) => ({ columns: [{ name: "n", type: "varchar" }], data });

/**
 * Replaces `base` and `scores` on a stub that fails at the second.
 *
 * @returns the error, the statements that change something, and the tables at the end
 */
async function replaceBoth(before: Table | undefined, after: Table, connector = "iceberg", brings = true) {
  const tables = new Map<string, Table>();
  if (before) for (const name of ["base", "scores"]) tables.set(name, before);
  const changes: string[] = [];
  const told = (sql: string) => {
    const name = /base|scores/.exec(sql)?.[0] ?? "";
    const table = tables.get(name);
    if (sql.startsWith("SELECT * FROM")) {
      const columns = [{ name: table?.columns, type: "varchar" }];
      return table ? { columns, data: [] } : error("TABLE_NOT_FOUND", "USER_ERROR");
    }
    if (sql.includes("$refs")) return rows([table!.snapshot]);
    if (sql.includes("table_comments")) return rows(...(table ? [[table.comment]] : []));
    changes.push(sql);
    if (!brings && !sql.startsWith("CREATE")) return error("NO_NODES", "INTERNAL_ERROR");
    if (sql.startsWith("DROP")) tables.delete(name);
    else if (sql.includes("rollback")) tables.set(name, { ...table!, snapshot: before!.snapshot });
    else if (sql.startsWith("COMMENT")) tables.set(name, { ...table!, comment: before!.comment });
    else if (sql.includes("FOR VERSION")) tables.set(name, { ...before!, snapshot: "3" });
    else if (name === "scores") return error("NO_NODES", "INTERNAL_ERROR");
    else tables.set(name, after);
    return rows();
  };
  return withStub(
    ({ body }, _, response) => void response.end(JSON.stringify({ id: "q", ...told(body) })),
    async (_, __, address) => {
      const open = () => openTrino({ address, user: "ann", firstPause: 1 }, address);
      const outputs = openOutputs([]);
      for (const name of ["base", "scores"]) {
        const place = { address: { ...address, name, text: `${address.text}/${name}` }, connector };
        const table = { name: "t", from: "t", columns: [{ name: "a", sql: "a", kind: "text" as const }], metadata: {} };
        outputs.atCommit(placingOf(open(), open(), place, table));
      }
      const failed = (await outputs.commit().catch((thrown: unknown) => thrown)) as Error;
      return { failed, changes: changes.filter((sql) => !sql.startsWith("CREATE") || sql.includes("VERSION")), tables };
    },
  );
}

describe("where the second of two tables fails, the first", () => {
  it("goes back to its snapshot and its comment", async () => {
    const { failed, changes, tables } = await replaceBoth(WAS, NEW);
    expect(failed.message).toContain("NO_NODES: no room");
    expect(changes).toEqual([
      'ALTER TABLE "ice"."shop"."base" EXECUTE rollback_to_snapshot(9007199254740993)',
      `COMMENT ON TABLE "ice"."shop"."base" IS 'clv.version=0'`,
    ]);
    expect([...tables.values()]).toEqual([WAS, WAS]);
  });

  it("is made anew of its snapshot where its columns were others", async () => {
    const { changes, tables } = await replaceBoth({ ...WAS, columns: "b" }, NEW);
    expect(changes).toEqual([
      `CREATE OR REPLACE TABLE "ice"."shop"."base" COMMENT 'clv.version=0' AS SELECT * FROM "ice"."shop"."base" FOR VERSION AS OF 9007199254740993`,
    ]);
    expect(tables.get("base")!.columns).toBe("b");
  });

  it("is dropped where there was none", async () => {
    const { failed, tables } = await replaceBoth(undefined, NEW);
    expect(failed.message).toContain("NO_NODES: no room");
    expect(tables.size).toBe(0);
  });

  it.each([
    ["keeps no snapshots", replaceBoth.bind(undefined, WAS, NEW, "delta_lake")],
    ["does not go back", replaceBoth.bind(undefined, WAS, NEW, "iceberg", false)],
  ])("is named where it %s", async (_, replace) => {
    const { failed } = await replace();
    expect(failed).toBeInstanceOf(LeftBehind);
    expect(failed.message).toMatch(
      /^trino:\S+base: .* What was there before is at trino:\S+scores\. .*"NO_NODES: no room/,
    );
  });
});
