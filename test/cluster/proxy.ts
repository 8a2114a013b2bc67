import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { PORT } from "./support.ts";

/** What came over the wire: a request and its answer. */
export interface Exchange {
  readonly method: string;
  /** What was sent; of a `POST` the statement. */
  readonly sent: string;
  readonly answer: string;
}

/** What a proxy does beside passing on. */
interface Meddling {
  /** Told of each statement before it is passed on; what it returns is sent instead. */
  readonly statement?: (sql: string) => string | undefined;
  /** The properties of the session for a statement, such as `query_max_memory_per_node=1MB`. */
  readonly session?: (sql: string) => string | undefined;
}

/** Puts a proxy before the cluster of the tests for the time of the work, which gets its address and all that came over. */
export async function withProxy<T>(
  { statement = () => undefined, session = () => undefined }: Meddling,
  work: (cluster: string, exchanges: readonly Exchange[]) => Promise<T>,
): Promise<T> {
  const exchanges: Exchange[] = [];
  const server = createServer(async (asked, response) => {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const sent = asked.method === "POST" ? (statement(body) ?? body) : body;
    const headers: Record<string, string | string[] | undefined> = {
      ...asked.headers,
      "content-length": String(Buffer.byteLength(sent)),
    };
    delete headers.connection;
    const properties = asked.method === "POST" ? session(body) : undefined;
    if (properties !== undefined) headers["x-trino-session"] = properties;
    const options = { method: asked.method!, path: asked.url!, port: PORT, host: "127.0.0.1", headers };
    const passed = request(options, async (answer) => {
      const got: Buffer[] = [];
      for await (const part of answer) got.push(part as Buffer);
      const { port } = server.address() as AddressInfo;
      const text = Buffer.concat(got).toString().replaceAll(`http://127.0.0.1:${PORT}/`, `http://127.0.0.1:${port}/`);
      exchanges.push({ method: asked.method!, sent, answer: text });
      response
        .writeHead(answer.statusCode!, { "content-type": answer.headers["content-type"] ?? "text/plain" })
        .end(text);
    });
    passed.on("error", () => response.destroy());
    passed.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work(`trino://clv@127.0.0.1:${(server.address() as AddressInfo).port}`, exchanges);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
