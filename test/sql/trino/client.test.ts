import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { trinoAddress } from "../../../src/sql/trino/address.ts";
import { type TrinoClient, trinoClient } from "../../../src/sql/trino/client.ts";
import { inPages, withStub } from "../../support/stub-trino.ts";

const BIGINT = [{ name: "n", type: "bigint" }];

async function rows(client: TrinoClient): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const page of client.pages("SELECT 1")) found.push(...page.rows);
  return found;
}

/** Fails the first requests that are no DELETE with a status, then answers. */
function busy(times: number, status: number, headers: Record<string, string>) {
  let left = times;
  const answer = inPages(BIGINT, ["[[1]]", "[[2]]"]);
  return (...asked: Parameters<typeof answer>) =>
    left-- > 0 ? void asked[2].writeHead(status, headers).end("later") : answer(...asked);
}

describe("the client of Trino's protocol", () => {
  it("reads page after page, as the user, in UTC", async () => {
    await withStub(inPages(BIGINT, ["[[1]]", "[[2],[3]]"]), async (client, asked) => {
      expect(await rows(client)).toEqual([[1], [2], [3]]);
      expect(asked.map(({ method }) => method)).toEqual(["POST", "GET", "GET"]);
      expect(asked[0]).toMatchObject({ body: "SELECT 1", path: "/v1/statement" });
      expect(asked[0]!.headers).toMatchObject({ "x-trino-user": "ann", "x-trino-time-zone": "UTC" });
      expect(asked[0]!.headers).toMatchObject({ "x-trino-catalog": "ice", "x-trino-schema": "shop" });
    });
  });

  it("keeps whole numbers that no double holds, as text, and nothing else", async () => {
    const columns = ["bigint", "double", "varchar", "array(bigint)"].map((type, k) => ({ name: `c${k}`, type }));
    const page =
      '[[9007199254740993, 1.2345678901234567E18, "9007199254740993, [9007199254740993]\\"", [-9007199254740993, 7]]]';
    await withStub(inPages(columns, [page]), async (client) => {
      const [row] = await rows(client);
      expect(row).toEqual([
        "9007199254740993",
        Number("1.2345678901234567E18"),
        '9007199254740993, [9007199254740993]"',
        ["-9007199254740993", 7],
      ]);
    });
  });

  it.each([429, 502, 503, 504])("asks again after %i", async (status) => {
    await withStub(busy(3, status, {}), async (client, asked) => {
      expect(await rows(client)).toEqual([[1], [2]]);
      expect(asked).toHaveLength(6);
    });
  });

  it("waits as long as the server asks for", async () => {
    await withStub(busy(1, 429, { "Retry-After": "1" }), async (client) => {
      const begin = performance.now();
      await rows(client);
      expect(performance.now() - begin).toBeGreaterThan(990);
    });
  });

  it("gives up in the end, and says what came", async () => {
    await withStub(busy(99, 503, {}), async (client, asked) => {
      await expect(rows(client)).rejects.toThrow(/expected a Trino that answers, got "503 later, 9 times"/);
      expect(asked).toHaveLength(9);
    });
  });

  it("does not ask again what will never be answered", async () => {
    await withStub(busy(99, 500, {}), async (client, asked) => {
      await expect(rows(client)).rejects.toThrow(/got "500 later"/);
      expect(asked).toHaveLength(1);
    });
  });

  it("throws the error of a query with its name and kind", async () => {
    const error =
      '{"message":"too much","errorName":"EXCEEDED_LOCAL_MEMORY_LIMIT","errorType":"INSUFFICIENT_RESOURCES"}';
    await withStub(
      (_, __, response) => void response.end(`{"id":"q7","error":${error}}`),
      async (client) => {
        await expect(rows(client)).rejects.toMatchObject({
          message: "too much",
          errorName: "EXCEEDED_LOCAL_MEMORY_LIMIT",
          errorType: "INSUFFICIENT_RESOURCES",
          query: "q7",
        });
      },
    );
  });

  it.each(["", "<html>A proxy</html>", '{"id":"q","data":[[1', "null", '{"message":"no id"}'])(
    "says what came instead of an answer: %s",
    async (text) => {
      await withStub(
        (_, __, response) => void response.end(text),
        async (client) => {
          await expect(rows(client)).rejects.toThrow(/expected an answer of Trino, got "/);
        },
      );
    },
  );

  it("reads an answer that comes byte by byte", async () => {
    const answer = inPages(BIGINT, ["[[1]]"]);
    await withStub(
      async (asked, origin, response) => {
        const slow = {
          end: async (text: string) => {
            for (const letter of text) {
              response.write(letter);
              await pause(1);
            }
            response.end();
          },
        };
        await answer(asked, origin, slow as unknown as ServerResponse);
      },
      async (client) => expect(await rows(client)).toEqual([[1]]),
    );
  });

  it("asks for a page again when the connection is lost, but not for a statement", async () => {
    const answer = inPages(BIGINT, ["[[1]]"]);
    let lost = 0;
    await withStub(
      (asked, origin, response) => {
        if (asked.method === "GET" && lost++ === 0) response.socket?.destroy();
        else return answer(asked, origin, response);
      },
      async (client) => expect(await rows(client)).toEqual([[1]]),
    );
    await withStub(
      (_, __, response) => void response.socket?.destroy(),
      async (client, asked) => {
        await expect(rows(client)).rejects.toThrow(/expected a Trino that answers, got "ECONNRESET/);
        expect(asked).toHaveLength(1);
      },
    );
  });

  it("cancels a query whose rows are not read to the end", async () => {
    await withStub(inPages(BIGINT, ["[[1]]", "[[2]]"]), async (client, asked) => {
      for await (const _ of client.pages("SELECT 1")) break;
      expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "/v1/statement/q/2" });
    });
  });

  it("cancels what is running when it is stopped, a statement just sent too, and asks for nothing more", async () => {
    const answer = inPages(BIGINT, ["[[1]]"]);
    await withStub(
      async (asked, origin, response) => {
        if (asked.method === "POST") await pause(50);
        await answer(asked, origin, response);
      },
      async (client, asked) => {
        const reading = rows(client);
        reading.catch(() => {});
        await pause(10);
        await client.cancel();
        await expect(reading).rejects.toThrow("the run was stopped");
        expect(asked.some(({ method, path }) => method === "DELETE" && path === "/v1/statement/q/1")).toBe(true);
        await expect(rows(client)).rejects.toThrow("the run was stopped");
        client.reopen();
        expect(await rows(client)).toEqual([[1]]);
      },
    );
  });

  it("tells how far a query is", async () => {
    await withStub(inPages(BIGINT, ["[[1]]", "[[2]]"]), async (client) => {
      const told: number[] = [];
      for await (const _ of client.pages("SELECT 1")) told.push(client.progress());
      expect(told).toEqual([10, 20]);
      expect(client.progress()).toBe(-1);
    });
  });

  it("follows no address to another server, where credentials would go too", async () => {
    await withStub(
      (_, __, response) => void response.end('{"id":"q","nextUri":"http://127.0.0.1:1/v1/statement/q/1"}'),
      async (client, asked) => {
        await expect(rows(client)).rejects.toThrow(/expected the address of the next page at .*process-forwarded/);
        expect(asked).toHaveLength(1);
      },
    );
  });

  it.each([401, 403])("says of %i where credentials are put", async (status) => {
    await withStub(busy(99, status, {}), async (client) => {
      await expect(rows(client)).rejects.toThrow(/expected credentials of ann .*CLV_TRINO_PASSWORD/);
    });
  });

  it("says that no server listens", async () => {
    const client = trinoClient({ address: trinoAddress("trino://127.0.0.1:1/c/s"), user: "ann" });
    await expect(rows(client)).rejects.toThrow(
      /trino:\/\/127.0.0.1:1\/c\/s: expected a Trino that answers, got "ECONN/,
    );
  });

  it.each([{ password: "secret" }, { token: "secret" }])("refuses to send %o without TLS", (credentials) => {
    const open = () => trinoClient({ address: trinoAddress("trino://h/c/s"), user: "ann", ...credentials });
    expect(open).toThrow(/expected TLS for a password or a token, got "trino:\/\/"/);
    expect(open).not.toThrow(/secret/);
  });
});
