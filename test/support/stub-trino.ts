import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type TrinoAddress, trinoAddress } from "../../src/sql/trino/address.ts";
import { type TrinoAccess, type TrinoClient, trinoClient } from "../../src/sql/trino/client.ts";

/** A request as the stub has it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers a request, by the place of the server. */
type Answering = (asked: Asked, origin: string, response: ServerResponse) => void | Promise<void>;

/** A server that answers as a test says, for as long as the work with its client takes. */
export async function withStub<T>(
  answer: Answering,
  work: (client: TrinoClient, asked: readonly Asked[], address: TrinoAddress) => Promise<T>,
  access: Partial<TrinoAccess> = {},
): Promise<T> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const found = { method: request.method!, path: request.url!, headers: request.headers, body };
    asked.push(found);
    await answer(found, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = trinoAddress(`trino://127.0.0.1:${port}/ice/shop`);
  try {
    return await work(trinoClient({ address, user: "ann", firstPause: 1, ...access }), asked, address);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Answers as a server does that runs every query in these pages. */
export function inPages(columns: readonly { name: string; type: string }[], pages: readonly string[]): Answering {
  return ({ method, path }, origin, response) => {
    if (method === "DELETE") return void response.writeHead(204).end();
    const at = method === "POST" ? 0 : Number(path.split("/").at(-1));
    const next = at < pages.length ? `,"nextUri":"${origin}/v1/statement/q/${at + 1}"` : "";
    const rows = at === 0 ? "" : `,"columns":${JSON.stringify(columns)},"data":${pages[at - 1]}`;
    response.end(`{"id":"q"${next}${rows},"stats":{"progressPercentage":${at * 10}}}`);
  };
}
