import { BASE_COLUMNS } from "../data/base-columns.ts";
import type { Words } from "../data/first-words.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { LABEL } from "../predict/further-horizon.ts";
import { FILE_COLUMNS } from "../predict/score-sheet.ts";
import { note } from "./notice.ts";

/** An attribute in base and scores: a word for each customer, in the order of the ids. */
export interface KeptColumn {
  readonly name: string;
  readonly words: Words;
}

/** The name of the column of segments. */
export const SEGMENT = "segment";

/** The requested columns of attributes, each once: those that the work needs, and those to keep. */
export function wordsAsked({
  words = [],
  keep = [],
}: {
  readonly words?: readonly string[];
  readonly keep?: readonly string[];
}): readonly string[] {
  return [...new Set([...words, ...keep])];
}

/**
 * Throws where a column to keep has the name of one of a base or of scores, or comes twice.
 *
 * @param segments whether scores have a column of segments
 */
export function requireKept(keep: readonly string[] = [], segments = false): void {
  const taken = new Set<string>([
    ...BASE_COLUMNS,
    ...FILE_COLUMNS.map(({ name }) => name),
    ...(segments ? [SEGMENT] : []),
  ]);
  const bad = keep.find((name, k) => name === "" || taken.has(name.replace(LABEL, "")) || keep.indexOf(name) < k);
  if (bad === undefined) return;
  throw new ClvError("usage", {
    where: "--keep",
    expected: "columns of the log, each once, with names that do not occur in base and scores",
    got: bad === "" ? "no name" : bad,
    wayOut: "Give the column another name: --query 'SELECT *, \"column\" AS other FROM log'.",
  });
}

/** The note that tells which of several words of a customer is kept. */
export function keptNotices(keep: readonly string[] = [], attributes?: string): Notice[] {
  if (keep.length === 0 || attributes !== undefined) return [];
  const what = keep.length === 1 ? `The column ${keep[0]} has` : `The columns ${keep.join(", ")} have`;
  return [note("kept-columns", `${what} the value of each customer's first purchase; later purchases do not matter.`)];
}
