import { open } from "node:fs/promises";
import { ClvError } from "../errors.ts";
import { headingsOf, isOwnTable, isOwnText } from "./own-table.ts";
import { REJECTED_HEADER } from "./rejected-csv.ts";

/** More than the longest header: one of twenty horizons with intervals has 10 000 bytes. */
const HEAD = 1 << 16;
const TAIL = 8192;
const PAGE = /^<!doctype html>[\s\S]*<meta name="generator" content="clv /i;
const JSONS = /^\{\s*("format":\s*"clv-model"|"writtenBy":\s*"clv )/;

/** A figure by itself: SVG, or its numbers, the name of the figure first on every line. */
const FIGURE = /^(<\?xml[^>]*>\n<!-- clv \d[^>]*-->\n<svg |figure([^\w\n"])[^\n]*\n(history|[a-z]+(-[a-z0-9]+)*)\2)/;

/** The test that recognises a kind of file by its first and last bytes. */
const OWN = {
  json: ({ head }: Ends) => JSONS.test(head),
  months: ({ header }: Ends) => isOwnText("months", header),
  segments: ({ header }: Ends) => isOwnText("segments", header),
  contracts: ({ header }: Ends) => isOwnText("contracts", header),
  value: ({ header }: Ends) => isOwnText("value", header),
  figure: ({ head }: Ends) => FIGURE.test(head),
  page: ({ head }: Ends) => PAGE.test(head),
  rejected: ({ header }: Ends) => header === REJECTED_HEADER,
  table: ({ head, header, tail }: Ends) =>
    head.startsWith("PAR1") ? /clv\.(version|model\.sha256)/.test(tail) : isOwnTable(headingsOf(header)),
};

interface Ends {
  readonly head: string;
  /** The first line. */
  readonly header: string;
  readonly tail: string;
  readonly size: number;
}

/** The kinds of files that `clv` writes, except logs: nothing distinguishes a simulated log from a user's log. */
export type OwnKind = keyof typeof OWN;

/**
 * Throws where a run would replace a file that `clv` did not write (known from its content) without `--force`.
 *
 * @param path - As typed. An empty file may be replaced; devices and folders are checked elsewhere.
 * @throws ClvError `usage`
 */
export async function requireReplaceable(path: string, force: boolean): Promise<void> {
  if (force || path === "-" || path.includes("\0")) return;
  if (await isForeign(path)) throw foreign(path, "another file");
}

/** The error for a file in the way that `clv` did not write. */
export function foreign(where: string, got: string): ClvError {
  return new ClvError("usage", {
    where,
    expected: "no file there, or one that clv wrote",
    got,
    wayOut: "Name another place, or replace the file with --force.",
  });
}

/** Whether a file is one of this kind as `clv` writes it. */
export async function isOwn(path: string, kind: OwnKind): Promise<boolean> {
  const ends = await endsOf(path);
  return ends !== undefined && OWN[kind](ends);
}

async function isForeign(path: string): Promise<boolean> {
  const ends = await endsOf(path);
  if (ends === undefined || ends.size === 0) return false;
  // The other tables of a database stay; the table itself is checked when the database is open.
  return ends.head.slice(8, 12) !== "DUCK" && !Object.values(OWN).some((isOfKind) => isOfKind(ends));
}

/** The first and the last bytes of a file; undefined where there is none, or something else. */
async function endsOf(path: string): Promise<Ends | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile()) return undefined;
    const part = async (from: number, length: number): Promise<string> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.toString("latin1", 0, bytesRead);
    };
    const head = await part(0, HEAD);
    return {
      head,
      header: head.split("\n", 1)[0]!,
      tail: await part(Math.max(0, found.size - TAIL), TAIL),
      size: found.size,
    };
  } finally {
    await file.close();
  }
}
