import { describe, expect, it } from "vitest";
import { openTrino, type TrinoSession } from "../../../src/sql/trino/session.ts";
import { withStub } from "../../support/stub-trino.ts";

/** What the stub says to a statement: rows of one number, or the type of an error. */
type Answer = number | "INTERNAL_ERROR" | "USER_ERROR";

/** A session with a cluster that answers each statement as told, and the statements it got. */
function withSession<T>(
  answer: (sql: string, k: number) => Answer,
  work: (session: TrinoSession, statements: readonly string[]) => Promise<T>,
): Promise<T> {
  const statements: string[] = [];
  return withStub(
    ({ body }, _, response) => {
      statements.push(body);
      const told = answer(body, statements.length);
      const error = `"error":{"message":"no worker","errorName":"NO_NODES","errorType":"${told}"}`;
      const data = `"columns":[{"name":"n","type":"bigint"}],"data":[[${told}]]`;
      response.end(`{"id":"q",${typeof told === "number" ? data : error}}`);
    },
    (_, __, address) => work(openTrino({ address, user: "ann" }, address), statements),
  );
}

const isOf = (kind: string) => (sql: string) => sql.startsWith(kind);

describe("a session on a cluster", () => {
  it("asks once more where the cluster failed, and no more than once", async () => {
    await withSession(
      (_, k) => (k === 1 ? "INTERNAL_ERROR" : 7),
      async (session, statements) => {
        expect(await session.numbers("SELECT n FROM t")).toEqual({ n: 7 });
        expect(statements).toEqual(["SELECT n FROM t", "SELECT n FROM t"]);
      },
    );
    await withSession(
      () => "INTERNAL_ERROR",
      async (session, statements) => {
        await expect(session.numbers("SELECT n FROM t")).rejects.toThrow("no worker");
        expect(statements).toHaveLength(2);
      },
    );
  });

  it("does not ask again what the user got wrong, nor what others see the effect of", async () => {
    await withSession(
      () => "USER_ERROR",
      async (session, statements) => {
        await expect(session.numbers("SELECT n FROM t")).rejects.toThrow("no worker");
        expect(statements).toHaveLength(1);
      },
    );
    await withSession(
      () => "INTERNAL_ERROR",
      async (session, statements) => {
        await expect(session.change("CREATE OR REPLACE TABLE shop.mine AS SELECT 1")).rejects.toThrow("no worker");
        expect(statements).toHaveLength(1);
      },
    );
  });

  it("makes a working table anew under another name where the cluster failed, and drops both", async () => {
    await withSession(
      (sql, k) => (isOf("CREATE")(sql) && k === 1 ? "INTERNAL_ERROR" : 1),
      async (session, statements) => {
        await session.run('CREATE OR REPLACE TABLE "rfm" AS SELECT 1');
        await session.close();
        const named = (kind: string): string[] =>
          statements.filter(isOf(kind)).map((sql) => /"clv_rfm_\w+"/.exec(sql)![0]);
        expect(new Set(named("CREATE TABLE")).size).toBe(2);
        expect(named("DROP TABLE")).toEqual(named("CREATE TABLE"));
      },
    );
  });

  it("counts the rows that it sent, and sends them anew into another table where some came twice", async () => {
    const counts = [3, 2];
    await withSession(
      (sql) => (isOf("SELECT count(*)")(sql) ? counts.shift()! : 0),
      async (session, statements) => {
        await session.load("scores", ["p"], [Float64Array.of(0.25, 0.5)]);
        expect(statements.filter(isOf("INSERT"))).toHaveLength(2);
        const into = statements.filter(isOf("INSERT")).map((sql) => /"clv_scores_\w+"/.exec(sql)![0]);
        expect(into[0]).not.toBe(into[1]);
        // What the steps know by this name is the second.
        await session.numbers("SELECT n FROM scores");
        expect(statements.at(-1)).toContain(into[1]!);
        expect(statements.at(-1)).not.toContain(into[0]!);
      },
    );
  });

  it("names at its end what it could not drop", async () => {
    await withSession(
      (sql) => (isOf("DROP")(sql) ? "USER_ERROR" : 1),
      async (session) => {
        await session.run('CREATE OR REPLACE TABLE "rfm" AS SELECT 1');
        await expect(session.close()).rejects.toThrow(/Drop them: DROP TABLE IF EXISTS "ice"\."shop"\."clv_rfm_\w+";/);
      },
    );
  });
});
