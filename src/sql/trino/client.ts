import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { ClvError } from "../../errors.ts";
import type { TrinoAddress } from "./address.ts";
import { TrinoError } from "./failure.ts";

/** The address and the credentials of a cluster. */
export interface TrinoAccess {
  readonly address: TrinoAddress;
  readonly user: string;
  /** For basic authentication, only with TLS. */
  readonly password?: string;
  /** A JSON web token, only with TLS. */
  readonly token?: string;
  /** The certificate of an authority, as PEM. */
  readonly ca?: string;
  /** Milliseconds before the first retry of a request, doubled before each further one; default 100. */
  readonly firstPause?: number;
  /** Receives each answer as it came over the wire. */
  readonly onAnswer?: (text: string) => void;
}

/** Rows of a query in JSON: non-finite doubles and whole numbers beyond 2⁵³ are text. */
export interface Page {
  readonly columns: readonly TrinoColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A column by its name and its type as Trino writes it, such as `timestamp(6)`. */
export interface TrinoColumn {
  readonly name: string;
  readonly type: string;
}

/** Sends statements to one cluster. */
export interface TrinoClient {
  /** The rows of a statement, page by page to its end. A reader that stops early cancels the query. */
  pages(sql: string): AsyncGenerator<Page>;
  /** The progress of the youngest running query, in percent; −1 when unknown. */
  progress(): number;
  /** Ends every request and cancels every running query. Later requests fail. */
  cancel(): Promise<void>;
  /** Allows requests again after `cancel`, to clean up. */
  reopen(): void;
}

/** A query that is running. */
interface Running {
  /** Resolves once the server has accepted or refused it. */
  readonly posted: Promise<void>;
  /** The address that cancels it. */
  cancel?: string;
  percent: number;
}

interface Answer {
  readonly id: string;
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { message?: string; errorName?: string; errorType?: string };
  readonly stats?: { readonly progressPercentage?: number };
}

/** The number of attempts for a request. */
const TRIES = 9;
/** The server, or a proxy before it, is overloaded. */
const BUSY = [429, 502, 503, 504];
const LONGEST_PAUSE = 10_000;
/** The server answers within seconds, even if there is no result yet. */
const SILENCE = 60_000;
const LOST = /^(ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED)$/;

/**
 * Opens a client of Trino's protocol: `POST /v1/statement`, then one page after the other. Each page has the address of
 * the next.
 *
 * @throws ClvError `usage` for a password or a token without TLS
 */
export function trinoClient(access: TrinoAccess): TrinoClient {
  const { address, onAnswer } = access;
  const { secure, host, port } = address;
  if (!secure && (access.password !== undefined || access.token !== undefined)) {
    throw new ClvError("usage", {
      where: address.text,
      expected: "TLS for a password or a token",
      got: "trino://",
      wayOut: "Use trinos://, or remove CLV_TRINO_PASSWORD and CLV_TRINO_TOKEN from the environment.",
    });
  }
  const origin = `${secure ? "https" : "http"}://${host}:${port}`;
  const headers = headersOf(access);
  const running = new Set<Running>();
  let stop = new AbortController();

  const ask = async (method: string, url: string, body?: string, signal?: AbortSignal): Promise<string> => {
    for (let tried = 1; ; tried++) {
      let wait = Math.min((access.firstPause ?? 100) * 2 ** (tried - 1), LONGEST_PAUSE);
      try {
        // Waits for the answer to the POST: only the answer says how to cancel the query.
        const request = send(access, method, url, headers, body, method === "POST" ? undefined : signal);
        const { status, text, retryAfter } = await request;
        onAnswer?.(text);
        if (status < 300) return text;
        if (!BUSY.includes(status) || tried === TRIES) throw refused(access, status, text, tried);
        // In seconds; a date is ignored.
        if (retryAfter >= 0) wait = Math.min(retryAfter * 1000, 6 * LONGEST_PAUSE);
      } catch (error) {
        // A statement that may have arrived is not sent again. A page can be requested any number of times.
        const { code = "", unsent = false } = error as NodeJS.ErrnoException & { unsent?: boolean };
        const again = LOST.test(code) && (method !== "POST" || unsent);
        if (!again || tried === TRIES) throw unreachable(error, address);
      }
      await pause(wait, undefined, signal && { signal });
    }
  };
  const answerOf = (text: string): Answer => {
    let found: unknown;
    try {
      found = JSON.parse(text);
    } catch {
      found = undefined;
    }
    const answer = found as Partial<Answer> | undefined;
    if (typeof answer?.id === "string") return wholeNumbers(answer as Answer, text);
    throw new ClvError("data", { where: address.text, expected: "an answer of Trino", got: text });
  };
  const next = (uri: string): string => {
    if (URL.canParse(uri) && new URL(uri).origin === new URL(origin).origin) return uri;
    throw new ClvError("data", {
      where: address.text,
      expected: `the address of the next page at ${origin}`,
      got: uri,
      wayOut: "Make the server use the headers of its proxy: http-server.process-forwarded=true.",
    });
  };
  const cancelled = async (uri: string): Promise<void> => {
    await ask("DELETE", uri).catch(() => {});
  };

  return {
    async *pages(sql) {
      const { signal } = stop;
      signal.throwIfAborted();
      const first = ask("POST", `${origin}/v1/statement`, sql, signal).then(answerOf);
      const posted = first.then(
        ({ nextUri }) => {
          if (nextUri) entry.cancel = next(nextUri);
        },
        () => {},
      );
      const entry: Running = { posted, percent: -1 };
      running.add(entry);
      let left = true;
      try {
        let answer = await first;
        await posted;
        signal.throwIfAborted();
        for (;;) {
          const uri = answer.nextUri && next(answer.nextUri);
          if (uri) entry.cancel = uri;
          else delete entry.cancel;
          entry.percent = answer.stats?.progressPercentage ?? entry.percent;
          if (answer.error) {
            left = false;
            throw new TrinoError(answer.error, answer.id);
          }
          if (answer.columns) yield { columns: answer.columns, rows: answer.data ?? [] };
          if (!uri) {
            left = false;
            return;
          }
          answer = answerOf(await ask("GET", uri, undefined, signal));
        }
      } finally {
        running.delete(entry);
        if (left && entry.cancel) await cancelled(entry.cancel);
      }
    },
    progress: () => [...running].at(-1)?.percent ?? -1,
    async cancel() {
      stop.abort(new Error("the run was stopped"));
      const cancelOne = async (query: Running): Promise<void> => {
        await query.posted;
        if (query.cancel) await cancelled(query.cancel);
      };
      await Promise.all([...running].map(cancelOne));
    },
    reopen() {
      stop = new AbortController();
    },
  };
}

function headersOf({ address, user, password, token }: TrinoAccess): Record<string, string> {
  const basic = password === undefined ? undefined : Buffer.from(`${user}:${password}`).toString("base64");
  const authorization = token !== undefined ? `Bearer ${token}` : basic && `Basic ${basic}`;
  return {
    "X-Trino-User": user,
    "X-Trino-Source": "clv",
    // The clock of SQL, see the dialect.
    "X-Trino-Time-Zone": "UTC",
    // Types with their precision.
    "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME",
    "X-Trino-Catalog": encodeURIComponent(address.catalog),
    "X-Trino-Schema": encodeURIComponent(address.schema),
    "Content-Type": "text/plain; charset=utf-8",
    ...(authorization && { Authorization: authorization }),
  };
}

interface Received {
  readonly status: number;
  readonly text: string;
  /** The seconds to wait that the server requests; −1 without a request. */
  readonly retryAfter: number;
}

/** One request, through Node's own client, because `fetch` takes no certificate of an authority. */
function send(
  { address, ca }: TrinoAccess,
  method: string,
  url: string,
  headers: Record<string, string>,
  body: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, timeout: SILENCE, ...(signal && { signal }), ...(ca !== undefined && { ca }) };
    const sent = (address.secure ? secureRequest : plainRequest)(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const after = Number(response.headers["retry-after"] ?? Number.NaN);
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(parts).toString("utf8"),
          retryAfter: after >= 0 ? after : -1,
        });
      });
    });
    sent.on("timeout", () => sent.destroy(Object.assign(new Error("no answer for a minute"), { code: "ETIMEDOUT" })));
    // A kept connection that the server had closed in the meantime.
    sent.on("error", (error) => reject(Object.assign(error, { unsent: sent.reusedSocket })));
    sent.end(body);
  });
}

/**
 * The answer, in which whole numbers that no double holds become text. JSON has them as bare digits, which `JSON.parse`
 * would round to the nearest double. So the digits are first quoted in the text, where a column may have such numbers.
 */
function wholeNumbers(answer: Answer, text: string): Answer {
  const mayBeLarge = answer.data && answer.columns?.some(({ type }) => /\bbigint\b/.test(type));
  if (!mayBeLarge) return answer;
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
  return { ...answer, data: (JSON.parse(quoted) as Answer).data ?? [] };
}

function refused({ address, user }: TrinoAccess, status: number, text: string, tried: number): ClvError {
  const where = address.text;
  if (status === 401 || status === 403) {
    return new ClvError("usage", {
      where,
      expected: `credentials of ${user} that the server accepts`,
      got: `${status} ${text.trim()}`,
      wayOut: "Put them into the environment: CLV_TRINO_PASSWORD, or CLV_TRINO_TOKEN.",
    });
  }
  const got = `${status} ${text.trim()}${tried > 1 ? `, ${tried} times` : ""}`;
  return new ClvError("data", { where, expected: "a Trino that answers", got });
}

/** The error for a server that can't be reached, or not trusted; others stay unchanged. */
function unreachable(error: unknown, address: TrinoAddress): unknown {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)) {
    return new ClvError("usage", {
      where: address.text,
      expected: "a certificate from a known authority",
      got: `${code}: ${message}`,
      wayOut: "Give the certificate of its authority: --ca FILE.pem.",
    });
  }
  if (code === "EPROTO" || /HPE_/.test(code)) {
    const wayOut = address.secure ? "Without TLS the address is trino://." : "With TLS the address is trinos://.";
    return new ClvError("usage", { where: address.text, expected: "a Trino that answers", got: message, wayOut });
  }
  if (/^E[A-Z_]+$/.test(code)) {
    const got = `${code}: ${message}`;
    return new ClvError("usage", { where: address.text, expected: "a Trino that answers", got });
  }
  return error;
}
