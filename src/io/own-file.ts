import { open } from "node:fs/promises";
import { ClvError } from "../errors.ts";
import { LABEL } from "../predict/further-horizon.ts";
import { FILE_COLUMNS, scoreColumns } from "../predict/score-sheet.ts";
import { REJECTED_HEADER } from "./rejected-csv.ts";

const HEAD = 4096;
const TAIL = 8192;
const SCORES = new Set(FILE_COLUMNS.map(({ name }) => name));
/** Columns that no table of a user has; one may have `revenue` and the like. */
const OURS_ALONE = new Set(FILE_COLUMNS.filter(({ score }) => score.group !== "net").map(({ name }) => name));
/** The columns of all scores. */
const ALWAYS = scoreColumns("purchases").map(({ name }) => name);
/** The columns of every base made from a log begin with these. */
const BASE = /^customer_id,frequency,recency,T,(monetary_value,)?first_date,last_date/;
/** The months and the cohorts of `clv kpi`. */
const MONTHS = /^(period,customers_to_date,active,new,|cohort,customers,(periods_since|window),eligible,)/;
/** The snapshots and the moves of `clv segments`. */
const SEGMENTS =
  /^(period,segment,customers,new_customers|(from_period,to_period,)?from,to,customers,of,share,low,high|from_period,to_period,from,to,customers,expected,.*|(customer_id,)?segment,likeliest,.*|segment,customers,(orders_chain|alive),.*|cut_by,from,to,.*|(customer_id,)?sign,value_at_stake,.*)\n/;
/** The payback curves and the demand of `clv value`. */
const VALUE = /^(group,months,value,value_low,|from,until,purchases,value,contribution,coming_)/;
const PAGE = /^<!doctype html>[\s\S]*<meta name="generator" content="clv /i;
const JSONS = /^\{\s*("format":\s*"clv-model"|"writtenBy":\s*"clv )/;

/** A figure by itself: SVG, or its numbers, the name of the figure first on every line. */
const FIGURE = /^(<\?xml[^>]*>\n<!-- clv \d[^>]*-->\n<svg |figure,[^\n]*\n(history|[a-z]+(-[a-z0-9]+)*),)/;

/** The test that recognises a kind of file by its first and last bytes. */
const OWN = {
  json: ({ head }: Ends) => JSONS.test(head),
  months: ({ head }: Ends) => MONTHS.test(head),
  segments: ({ head }: Ends) => SEGMENTS.test(head),
  value: ({ head }: Ends) => VALUE.test(head),
  figure: ({ head }: Ends) => FIGURE.test(head),
  page: ({ head }: Ends) => PAGE.test(head),
  rejected: ({ head }: Ends) => headerOf(head) === REJECTED_HEADER,
  table: ({ head, tail }: Ends) =>
    head.startsWith("PAR1") ? /clv\.(version|model\.sha256)/.test(tail) : isOwnTable(headerOf(head).split(",")),
};

interface Ends {
  readonly head: string;
  readonly tail: string;
  readonly size: number;
}

/** The kinds of files that `clv` writes, except logs: nothing distinguishes a simulated log from a user's log. */
export type OwnKind = keyof typeof OWN;

/** Whether columns in this order are those of a base or of scores as `clv` writes them. */
export function isOwnTable(columns: readonly string[]): boolean {
  if (BASE.test(columns.join(","))) return true;
  const others = columns.filter((name) => name !== "customer_id").map((name) => name.replace(LABEL, ""));
  // Columns of attributes stand behind the scores, of which none is then left out.
  const end = others.findIndex((name) => !SCORES.has(name));
  const kept = end > 0 && columns[0] === "customer_id" && ALWAYS.every((name) => others.slice(0, end).includes(name));
  if (kept) return others.slice(end).every((name) => !SCORES.has(name));
  return others.every((name) => SCORES.has(name)) && others.some((name) => OURS_ALONE.has(name));
}

/**
 * Throws where a run would replace a file that `clv` did not write (its content tells) without `--force`.
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

function headerOf(head: string): string {
  return head.split("\n", 1)[0]!;
}

/** The beginning of a text with commas between the fields of its first line, whatever stands there. */
function withCommas(head: string): string {
  const [mark] = /(?<=^[a-z_]+)[^\w,"\n .<-]/.exec(head) ?? [];
  if (mark === undefined) return head;
  const end = head.indexOf("\n");
  return end < 0 ? head : head.slice(0, end).replaceAll(mark, ",") + head.slice(end);
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
    return {
      head: withCommas(await part(0, HEAD)),
      tail: await part(Math.max(0, found.size - TAIL), TAIL),
      size: found.size,
    };
  } finally {
    await file.close();
  }
}
