import { ClvError } from "../../errors.ts";

/** A place on a cluster, `trino://user@host:8080/catalog/schema/name`; `trinos://` uses TLS. */
export interface TrinoAddress {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The user of the queries; absent where the address has none. */
  readonly user?: string;
  readonly catalog: string;
  readonly schema: string;
  /** A table; absent where the address names a schema. */
  readonly name?: string;
  /** The address as messages show it. */
  readonly text: string;
}

/** Whether a path is an address on a cluster. */
export function isTrinoAddress(path: string): boolean {
  return /^trinos?:\/\//i.test(path);
}

/**
 * Reads an address. Names are percent-decoded, so that any name can be written.
 *
 * @throws ClvError `usage` where it is not an address, or has a password: lists of processes and histories of shells
 * show addresses
 * @example
 * trinoAddress("trino://ann@lake:8080/ice/shop/log").name; // "log"
 */
export function trinoAddress(text: string): TrinoAddress {
  const http = text.replace(/^trino/i, "http");
  const url = URL.canParse(http) ? new URL(http) : undefined;
  // A URL object drops the default port of its protocol.
  const port = /^\w+:\/\/[^/]*:(\d+)(?:\/|$)/.exec(text)?.[1];
  if (url?.password) {
    throw new ClvError("usage", {
      where: withoutPassword(url),
      expected: "an address without a password",
      got: "an address with a password",
      wayOut: "Put it into the environment: CLV_TRINO_PASSWORD.",
    });
  }
  const parts = url?.pathname.split("/").slice(1) ?? [];
  if (parts.at(-1) === "") parts.pop();
  const [catalog, schema, name, ...more] = parts.map(decoded);
  if (!url?.hostname || !catalog || !schema || more.length > 0 || url.search !== "" || url.hash !== "") {
    throw new ClvError("usage", {
      where: text,
      expected: "trino://user@host:8080/catalog/schema/table, or trinos:// for TLS",
      got: text,
    });
  }
  const secure = url.protocol === "https:";
  return {
    secure,
    host: url.hostname,
    port: port === undefined ? (secure ? 443 : 8080) : Number(port),
    ...(url.username !== "" && { user: decoded(url.username) }),
    catalog,
    schema,
    ...(name !== undefined && { name }),
    text,
  };
}

/** Reads `catalog.schema`. Neither may contain a point. */
export function scratchPlace(text: string): Pick<TrinoAddress, "catalog" | "schema"> {
  const [catalog, schema, ...more] = text.split(".");
  if (catalog && schema && more.length === 0) return { catalog, schema };
  throw new ClvError("usage", { where: "--scratch", expected: "catalog.schema", got: text });
}

/** Whether two addresses are of one cluster. */
export function isSameCluster(a: TrinoAddress, b: TrinoAddress): boolean {
  return a.secure === b.secure && a.host === b.host && a.port === b.port;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function withoutPassword(url: URL): string {
  const { protocol, host, pathname } = url;
  return `${protocol.replace("http", "trino")}//${host}${pathname}`;
}
